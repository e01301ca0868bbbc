import { resolve } from 'node:path';
import { type CommandLine, readCommandLine } from '../../scripts/shared/command-line.mjs';

/**
 * What was typed for the desk itself. The switches before the app's own path are Electron's, and the responsibility
 * of whoever starts it.
 * @param argv as in `process.argv`
 * @param appPath the folder of the app; a packaged app has no argument for it
 * @param from the folder in which relative paths begin
 */
export function readDeskArguments(argv: readonly string[], appPath: string, from: string): CommandLine {
  const at = argv.findIndex((argument, index) => index > 0 && resolve(from, argument) === appPath);
  return readCommandLine(argv.slice(Math.max(at, 0) + 1), from);
}
