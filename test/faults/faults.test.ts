/** A round of what no story tries; `npm run faults` runs fifty of every fault. */
import { inTests } from './faults.ts';
import { runRounds } from './run.ts';
import { lazyServers } from './servers.ts';

/** Another one each day would find more, and fail for others than who broke it. */
const seed = 1;

describe('whatever goes wrong', () => {
  const servers = lazyServers();
  after(() => servers.close());

  for (const fault of inTests)
    it(`everything holds: ${fault.what}`, async () => {
      const { broken } = await runRounds(fault, { seed, rounds: 1 }, servers);
      if (broken.length > 0)
        throw new Error(`${fault.name}, seed ${seed}: ${broken.flatMap(({ what }) => what).join('\n')}`);
    }).timeout(60_000);
});
