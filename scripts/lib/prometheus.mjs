import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unpackPackage } from './apt.mjs';
import { runtimeFolder } from './places.mjs';

/**
 * A real Prometheus from Debian's package for the tests, unpacked beside the Electron runtime and not installed.
 * Fails with what to do where it cannot be had.
 * @returns {Promise<{ prometheus: string, promtool: string }>} the two binaries
 */
export async function providePrometheus() {
  const folder = join(runtimeFolder, 'prometheus');
  const binaries = {
    prometheus: join(folder, 'usr', 'bin', 'prometheus'),
    promtool: join(folder, 'usr', 'bin', 'promtool'),
  };
  if (!Object.values(binaries).every((binary) => existsSync(binary))) {
    await unpackPackage('prometheus', 'Prometheus for the tests', folder);
  }
  return binaries;
}
