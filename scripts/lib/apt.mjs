import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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
  const lists = await freshLists();
  const args = [...wait, '-qq', 'install', '-y', '--no-install-recommends', ...packages];
  // Stopped between two steps only: dpkg must not be left half way.
  const { code, output } = await run('apt-get', args, { env, endSignal: 'SIGINT' });
  if (code !== 0) {
    const said = excerpt(`${lists === null || lists.code === 0 ? '' : lists.output}\n${output}`);
    throw new SetUpFailure(
      `apt-get could not install ${packages.join(' ')}:\n${said}`,
      `fix what apt-get reports above, then: ${command}`,
    );
  }
}

/**
 * Downloads a Debian package and unpacks it without installing it: nothing of it is started.
 * @param {string} name
 * @param {string} purpose what it is needed for, in a few words
 * @param {string} folder where it is unpacked, made new
 */
export async function unpackPackage(name, purpose, folder) {
  const download = `${folder}.download`;
  const inDownload = { cwd: download, env };
  rmSync(download, { recursive: true, force: true });
  mkdirSync(download, { recursive: true });
  try {
    say(`${purpose}: apt-get download ${name}`);
    const args = ['-qq', 'download', name];
    let got = await run('apt-get', args, inDownload);
    // On a fresh machine the lists that say where packages are have yet to come.
    if (got.code !== 0 && process.getuid?.() === 0) {
      await freshLists();
      got = await run('apt-get', args, inDownload);
    }
    const archive = readdirSync(download).find((file) => file.endsWith('.deb'));
    if (got.code !== 0 || archive === undefined) {
      throw new SetUpFailure(
        `apt-get could not download ${name}:\n${excerpt(got.output)}`,
        `fix what apt-get reports above, then: apt-get download ${name}`,
      );
    }
    const unpacked = join(download, 'unpacked');
    const { code, output } = await run('dpkg-deb', ['-x', join(download, archive), unpacked]);
    if (code !== 0) {
      throw new SetUpFailure(`${archive} cannot be unpacked:\n${excerpt(output)}`, 'try again');
    }
    // Moved in one step, so that an interrupted run leaves nothing half unpacked.
    rmSync(folder, { recursive: true, force: true });
    renameSync(unpacked, folder);
  } finally {
    rmSync(download, { recursive: true, force: true });
  }
}

const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
const wait = ['-o', 'DPkg::Lock::Timeout=120'];

/** Brings the package lists up to date, once. */
async function freshLists() {
  const lists = listsAreFresh ? null : await run('apt-get', [...wait, '-qq', 'update'], { env });
  listsAreFresh = true;
  return lists;
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
