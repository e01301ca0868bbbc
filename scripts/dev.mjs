import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { exitOnSignals } from './lib/endings.mjs';
import { restartable } from './lib/launch.mjs';
import { top } from './lib/places.mjs';
import { runScript, say } from './lib/say.mjs';
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
  const { binary, env, close } = await setUp({ display: !headless, build: false, sandbox });
  // Vite is there only after the set-up.
  const { createServer } = await import('vite');
  const server = await createServer({ mode: 'development', logLevel: 'warn' });
  await server.listen();
  const url = server.resolvedUrls?.local[0] ?? '';
  say(`dev: window from ${url}, reloaded as it changes; main, preload and workers restart the desk`);

  const desk = restartable({
    binary,
    env: { ...env, ...needed.env, DESK_DEV_URL: url },
    typed,
    args: needed.args,
    from,
  });
  leaveToDesk();
  const stopWatching = await watchNodeSide(desk.restart);
  const code = await desk.ended;
  await stopWatching();
  await server.close();
  close();
  return code;
});

/**
 * Builds main, preload and workers into dist/ again whenever they change.
 * @param {() => void} onBuilt called once all are built, and after every later build
 * @returns {Promise<() => Promise<unknown>>} ends the watching
 */
async function watchNodeSide(onBuilt) {
  const { createBuilder } = await import('vite');
  // A development build must never pass for a finished one: the stamp goes with the folder.
  rmSync(join(top, 'dist'), { recursive: true, force: true });
  const builder = await createBuilder({ mode: 'development', logLevel: 'warn', build: { watch: {} } });
  const waitingFor = new Set(['main', 'preload', 'workers']);
  /** @type {import('vite').Rolldown.RolldownWatcher[]} */
  const watchers = [];
  for (const name of [...waitingFor]) {
    const watcher = await builder.build(builder.environments[name]);
    if (!('close' in watcher)) continue;
    watchers.push(watcher);
    watcher.on('event', (event) => {
      if (event.code === 'ERROR') say(`dev: ${name} does not build: ${event.error.message}`);
      if (event.code !== 'END') return;
      waitingFor.delete(name);
      if (waitingFor.size === 0) onBuilt();
    });
  }
  return () => Promise.all(watchers.map((watcher) => watcher.close()));
}
