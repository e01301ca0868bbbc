import { exitOnSignals } from './lib/endings.mjs';
import { launch } from './lib/launch.mjs';
import { runScript } from './lib/say.mjs';
import { setUp } from './lib/set-up.mjs';
import { checkSurroundings } from './lib/start/surroundings.mjs';
import { readTyped, typedFrom } from './lib/start/typed.mjs';

const leaveToDesk = exitOnSignals();

await runScript(async () => {
  const from = typedFrom();
  const typed = readTyped(process.argv.slice(2), from);
  if (typed === null) return 0;
  const needed = await checkSurroundings(typed.values);
  const headless = typed.values.headless !== undefined;
  const sandbox = !typed.chromium.includes('--no-sandbox');
  const electron = await setUp({ display: !headless, build: true, sandbox, alone: true });
  const { binary, env } = electron;
  const desk = launch({ binary, env: { ...env, ...needed.env }, typed, args: needed.args, from });
  leaveToDesk();
  const code = await desk;
  if (typed.values.detach) electron.leaveRunning();
  else electron.close();
  return code;
});
