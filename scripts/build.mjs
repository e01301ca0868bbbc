import { buildWhenStale } from './lib/build.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { exitOnSignals } from './lib/endings.mjs';
import { checkNodeVersion } from './lib/node-version.mjs';
import { runScript } from './lib/say.mjs';
import { oneAtATime } from './lib/set-up/lock.mjs';
import { checkClonePath } from './lib/start/surroundings.mjs';

exitOnSignals();
await runScript(async () => {
  checkNodeVersion();
  checkClonePath();
  await oneAtATime(async () => {
    await installDependencies();
    await buildWhenStale();
  });
  return 0;
});
