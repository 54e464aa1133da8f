/**
 * Starts Rollcall. What Node has compiled, types stripped, is kept for the next start (in the system's folder for
 * temporary files, or where NODE_COMPILE_CACHE says): it halves the time to ready. So everything is imported after that.
 * https://nodejs.org/api/module.html#module-compile-cache
 */
import { enableCompileCache } from 'node:module';

enableCompileCache();

import('./product.ts')
  .then(({ startProduct }) => startProduct())
  .catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
