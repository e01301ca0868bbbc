import { launch } from './lib/launch.mjs';
import { runScript } from './lib/say.mjs';
import { setUp } from './lib/set-up.mjs';

const userArgs = process.argv.slice(2);

await runScript(async () => {
  const { binary, env, close } = await setUp({ display: !userArgs.includes('--headless'), build: true });
  const code = await launch({ binary, env, userArgs });
  close();
  return code;
});
