import { buildWhenStale } from './lib/build.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { exitOnSignals } from './lib/endings.mjs';
import { checkNodeVersion } from './lib/node-version.mjs';
import { runScript } from './lib/say.mjs';
import { oneAtATime } from './lib/set-up/lock.mjs';

exitOnSignals();
await runScript(async () => {
  checkNodeVersion();
  await oneAtATime(async () => {
    await installDependencies();
    await buildWhenStale();
  });
  return 0;
});
