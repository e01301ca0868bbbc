import { top } from '../places.mjs';

/** @typedef {import('../../shared/command-line.mjs').CommandLine} CommandLine */

/**
 * What Electron is started with: Chromium's switches, the app, and what was typed, with values after an equals
 * sign, because Chromium reads no others.
 * @param {Pick<CommandLine, 'values' | 'chromium'>} typed
 * @param {{ root: boolean }} who
 */
export function electronArguments({ values, chromium }, { root }) {
  const { headless, detach } = values;
  return [
    // Chromium refuses to run as root inside its sandbox.
    ...(root ? ['--no-sandbox'] : []),
    ...(headless ? ['--ozone-platform=headless', '--disable-gpu', '--disable-software-rasterizer'] : []),
    // Nobody filters its output any more.
    ...(detach ? ['--log-level=3'] : []),
    ...chromium,
    top,
    ...Object.entries(values).map(([name, value]) => (value === 'true' ? `--${name}` : `--${name}=${value}`)),
  ];
}
