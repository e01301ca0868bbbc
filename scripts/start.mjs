import { exitOnSignals } from './lib/endings.mjs';
import { launch } from './lib/launch.mjs';
import { runScript } from './lib/say.mjs';
import { setUp } from './lib/set-up.mjs';

const userArgs = process.argv.slice(2);

const leaveToDesk = exitOnSignals();

await runScript(async () => {
  const { binary, env, close } = await setUp({ display: !userArgs.includes('--headless'), build: true });
  leaveToDesk();
  const code = await launch({ binary, env, userArgs });
  close();
  return code;
});
