import { spawn } from 'node:child_process';
import { endGroupWithUs } from './endings.mjs';
import { top } from './places.mjs';

/**
 * Runs a command to its end and keeps what it said. Where this process is asked to end, the command is ended
 * first, with all that it has started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { endSignal?: NodeJS.Signals }} [options] `endSignal` for
 *   what must not be stopped at any moment
 * @returns {Promise<{ code: number, output: string }>} code 127 when the command is not there; output is
 *   stdout and stderr as they came (empty where `stdio` sends them elsewhere)
 */
export function run(command, args, { endSignal, ...options } = {}) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, {
      cwd: top,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      ...options,
    });
    endGroupWithUs(child, endSignal);
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs npm: the very one that runs this script where there is one.
 * @param {readonly string[]} args
 */
export function npm(args) {
  const self = process.env.npm_execpath;
  return self?.endsWith('npm-cli.js')
    ? run(process.execPath, [self, ...args])
    : run('npm', args, { shell: process.platform === 'win32' });
}

/**
 * What a failure message shows of a command's output: its beginning and its end.
 * @param {string} output
 */
export function excerpt(output, count = 8) {
  const lines = output.trimEnd().split('\n');
  if (lines.length <= 2 * count) return lines.join('\n');
  return [...lines.slice(0, count), '…', ...lines.slice(-count)].join('\n');
}
