import { fork } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endWithUs } from './endings.mjs';
import { top } from './places.mjs';
import { run } from './run.mjs';
import { SetUpFailure } from './say.mjs';

const folder = join(top, 'test', 'bench');
const runner = join(dirname(fileURLToPath(import.meta.url)), 'run-bench.mjs');

/**
 * @typedef {object} Figure one measured figure, as in test/bench/figure.ts
 * @property {string} name
 * @property {string} unit
 * @property {number} median
 * @property {number} [ratio]
 * @property {string} target
 * @property {boolean} met
 *
 * @typedef {object} Measured
 * @property {string} bench
 * @property {Figure[]} figures
 * @property {string} [failure] why there are no figures
 */

/**
 * The benches to run, by name.
 * @param {readonly string[]} asked names; none means all
 */
export function chooseBenches(asked) {
  const suffix = '.bench.ts';
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(suffix)) : [];
  const all = files.map((name) => name.slice(0, -suffix.length)).sort();
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length === 0) return asked.length > 0 ? [...asked] : all;
  throw new SetUpFailure(`there is no bench called ${unknown.join(', ')}`, `choose from: ${all.join(' ')}`);
}

/** The Debian packages that the yardsticks still need. */
export async function missingYardsticks() {
  const modules = ['pandas', 'xgboost'];
  const found = await Promise.all(
    modules.map(async (name) => {
      const probe = `import importlib.util, sys; sys.exit(importlib.util.find_spec('${name}') is None)`;
      return (await run('/usr/bin/python3', ['-c', probe])).code === 0;
    }),
  );
  return modules.filter((_, index) => !found[index]).map((name) => `python3-${name}`);
}

/**
 * Runs one bench in a process of its own; what it prints goes to stderr.
 * @param {string} bench
 * @param {{ binary: string, env: NodeJS.ProcessEnv }} electron
 * @returns {Promise<Measured>}
 */
export function measure(bench, { binary, env }) {
  return new Promise((resolve) => {
    const child = fork(runner, [join(folder, `${bench}.bench.ts`)], {
      cwd: top,
      execPath: binary,
      execArgv: [],
      env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    endWithUs(child);
    /** @type {Figure[] | null} */
    let figures = null;
    child.on('message', (message) => {
      figures = /** @type {Figure[]} */ (message);
    });
    child.on('error', (error) => resolve({ bench, figures: [], failure: error.message }));
    child.on('close', (code, signal) => {
      resolve(
        figures === null
          ? { bench, figures: [], failure: `ended with ${signal ?? code}` }
          : { bench, figures },
      );
    });
  });
}
