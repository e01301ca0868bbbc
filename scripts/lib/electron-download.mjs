import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { endGroupWithUs, onEnding } from './endings.mjs';
import { inModules, runtimeFolder, top } from './places.mjs';

const patience = 20_000;

/**
 * Lets the `electron` package fetch its binary. A download that stands still for 20 seconds is given up;
 * one that moves, however slowly, is left to finish.
 * @returns {Promise<string>} why it did not work; empty where it seems to have
 */
export function downloadOfficial() {
  mkdirSync(runtimeFolder, { recursive: true });
  const folder = mkdtempSync(join(runtimeFolder, 'downloading-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const kept = onEnding(remove);
  const env = { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [inModules('electron', 'install.js')], {
      cwd: top,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: process.platform !== 'win32',
    });
    endGroupWithUs(child);
    let errors = '';
    let size = 0;
    let movedAt = Date.now();
    let reason = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    const watch = setInterval(() => {
      const now = sizeOf(folder) + sizeOf(inModules('electron', 'dist'));
      if (now !== size) [size, movedAt] = [now, Date.now()];
      if (Date.now() - movedAt < patience) return;
      reason = `no answer for ${patience / 1000} seconds`;
      child.kill('SIGKILL');
    }, 500);
    child.on('close', (code) => {
      clearInterval(watch);
      remove();
      kept();
      resolve(code === 0 ? '' : reason || firstReason(errors));
    });
  });
}

/**
 * The words of an error without its stack.
 * @param {string} errors
 */
export function firstReason(errors) {
  const line = errors.split('\n').find((text) => /error/i.test(text)) ?? 'no reason given';
  return line.trim().replace(/^\w*Error: /, '');
}

/**
 * @param {string} folder
 * @returns {number} bytes of all files below it; 0 where there is none
 */
function sizeOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(folder, entry.name);
      return sum + (entry.isDirectory() ? sizeOf(path) : statSync(path).size);
    }, 0);
  } catch {
    return 0;
  }
}
