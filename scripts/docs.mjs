import { exitOnSignals } from './lib/endings.mjs';
import { inModules } from './lib/places.mjs';
import { runScript } from './lib/say.mjs';
import { setUp } from './lib/set-up.mjs';
import { runShown } from './lib/stages.mjs';

exitOnSignals();

// The pages are snapshots of what the tables say: the test that compares them writes them anew.
await runScript(async () => {
  const { binary, env, close } = await setUp({ display: false, build: false });
  const page = 'test/unit/docs/docs.test.ts';
  const args = [inModules('vitest', 'vitest.mjs'), 'run', '--project=unit', page, '--update'];
  const code = await runShown(binary, args, { ...env, ELECTRON_RUN_AS_NODE: '1' });
  close();
  return code;
});
