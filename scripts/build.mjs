import { buildWhenStale } from './lib/build.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { exitOnSignals } from './lib/endings.mjs';
import { checkNodeVersion } from './lib/node-version.mjs';
import { runScript } from './lib/say.mjs';

exitOnSignals();
await runScript(async () => {
  checkNodeVersion();
  await installDependencies();
  await buildWhenStale();
  return 0;
});
