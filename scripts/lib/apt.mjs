import { existsSync } from 'node:fs';
import { excerpt, run } from './run.mjs';
import { SetUpFailure, say } from './say.mjs';

let listsAreFresh = false;

/**
 * Installs Debian packages when root; otherwise fails with the exact command to type.
 * @param {readonly string[]} packages
 * @param {string} purpose what they are needed for, in a few words
 */
export async function installPackages(packages, purpose) {
  if (packages.length === 0) return;
  const command = installCommand(packages);
  if (!existsSync('/usr/bin/apt-get')) {
    throw new SetUpFailure(
      `${purpose}: missing, and this machine has no apt-get to install it with`,
      `install what your system calls these Debian packages: ${packages.join(' ')}`,
    );
  }
  if (process.getuid?.() !== 0) {
    throw new SetUpFailure(`${purpose}: missing, and only root can install it`, command);
  }

  say(`${purpose}: apt-get install ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  const wait = ['-o', 'DPkg::Lock::Timeout=120'];
  const lists = listsAreFresh ? null : await run('apt-get', [...wait, '-qq', 'update'], { env });
  listsAreFresh = true;
  const args = [...wait, '-qq', 'install', '-y', '--no-install-recommends', ...packages];
  const { code, output } = await run('apt-get', args, { env });
  if (code !== 0) {
    const said = excerpt(`${lists === null || lists.code === 0 ? '' : lists.output}\n${output}`);
    throw new SetUpFailure(
      `apt-get could not install ${packages.join(' ')}:\n${said}`,
      `see to what apt-get says above, then: ${command}`,
    );
  }
}

/**
 * The line a person types to install packages.
 * @param {readonly string[]} packages
 * @param {boolean} asRoot
 */
export function installCommand(packages, asRoot = process.getuid?.() === 0) {
  const sudo = asRoot ? '' : 'sudo ';
  return `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}
