/** Work of which only so much is under way at once. */

/** @returns begins work now, or in its turn once there is room; gives what it gives */
export function createAtMost(most: number): <Given>(work: () => Promise<Given>) => Promise<Given> {
  const waiting: (() => void)[] = [];
  let under = 0;
  return async (work) => {
    if (under < most) under += 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else under -= 1;
    }
  };
}
