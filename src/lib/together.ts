/** Work that is cheaper in company: what is asked for while some of it is under way shares the next. */

interface Waiting<Asked, Given> {
  asked: Asked;
  resolve(given: Given | Promise<Given>): void;
}

/**
 * Has `work` done for many at once, one round at a time. Where a round fails, each of it has one of its own, so that none
 * fails with another.
 * @param work gives what comes of each, in the same order; a promise among these is not waited for by the next round
 * @param most as many as one round takes; the others wait for the next
 * @returns asks for one; rejects as `work` does for it alone
 */
export function createTogether<Asked, Given>(
  work: (asked: readonly Asked[]) => Promise<readonly (Given | Promise<Given>)[]>,
  most: number,
): (asked: Asked) => Promise<Given> {
  const waiting: Waiting<Asked, Given>[] = [];
  let busy = false;

  const alone = async (asked: Asked): Promise<Given> => {
    const [given] = await work([asked]);
    return given as Given;
  };

  async function workOn(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const round = waiting.splice(0, most);
      const asked = round.map((one) => one.asked);
      const given = await work(asked).catch((error: unknown) =>
        asked.map((one) => (asked.length > 1 ? alone(one) : Promise.reject<Given>(error))),
      );
      for (const [at, { resolve }] of round.entries()) resolve(given[at] as Given | Promise<Given>);
    }
    busy = false;
  }

  return (asked) =>
    new Promise((resolve) => {
      waiting.push({ asked, resolve });
      if (!busy) void workOn();
    });
}
