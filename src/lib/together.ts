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
 * @param needs `sizeOf`: as how many one counts, who is never refused for being too many alone; `sharesFate`: the error
 *   is no one's own, and all of the round fail with it
 * @returns asks for one; rejects as `work` does for it alone
 */
export function createTogether<Asked, Given>(
  work: (asked: readonly Asked[]) => Promise<readonly (Given | Promise<Given>)[]>,
  most: number,
  needs: { sizeOf?: (asked: Asked) => number; sharesFate?: (error: unknown) => boolean } = {},
): (asked: Asked) => Promise<Given> {
  const { sizeOf = () => 1, sharesFate = () => false } = needs;
  const waiting: Waiting<Asked, Given>[] = [];
  let busy = false;

  const alone = async (asked: Asked): Promise<Given> => {
    const [given] = await work([asked]);
    return given as Given;
  };

  function nextRound(): Waiting<Asked, Given>[] {
    let size = 0;
    const fitting = waiting.findIndex(({ asked }, at) => {
      size += sizeOf(asked);
      return at > 0 && size > most;
    });
    return waiting.splice(0, fitting < 0 ? waiting.length : fitting);
  }

  async function workOn(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const round = nextRound();
      const asked = round.map((one) => one.asked);
      const given = await work(asked).catch((error: unknown) => {
        const isOwn = asked.length > 1 && !sharesFate(error);
        return asked.map((one) => (isOwn ? alone(one) : Promise.reject<Given>(error)));
      });
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
