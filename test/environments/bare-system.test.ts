import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOnPath } from '../../scripts/lib/programs.mjs';
import { full, top } from './launched.ts';

/** Why no bare system can be made here; null where one can. */
function hindrance(): string | null {
  if (!full) return 'only in the full run';
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs root on Linux';
  return isOnPath('debootstrap') ? null : 'needs debootstrap';
}

const languages = ['tr_TR', 'ar_EG'];

/** The folders of this machine that the bare system shares. */
const mounted = ['proc', 'dev'];

const why = hindrance();
let system: string;

/** Runs a line of a shell in the bare system. */
function inside(command: string, user = 'root') {
  const child = spawn('chroot', [system, 'su', user, '-s', '/bin/bash', '-c', command], {
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
      HOME: user === 'root' ? '/root' : `/home/${user}`,
      ...networkSettings(),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.on('data', (chunk) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
    });
  }
  return { lines, ended: once(child, 'close').then(([code]) => code as number) };
}

/** How this machine reaches packages, whatever that is. */
function networkSettings(): Record<string, string> {
  const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  const passed = Object.entries(process.env).filter(([name]) =>
    /^(https?|no)_proxy$|^(NODE_EXTRA_CA|SSL_CERT)/i.test(name),
  );
  return { npm_config_registry: registry, ...(Object.fromEntries(passed) as Record<string, string>) };
}

/** Starts the desk, ends it once it is ready, and gives what it said. */
const startAndEnd = (options: string) => `
  cd /clone
  npm --silent start -- --headless ${options} > /tmp/said 2>&1 &
  for turn in $(seq 600); do
    grep -q '^ready: ' /tmp/said && break
    kill -0 $! 2> /dev/null || break
    sleep 0.5
  done
  desk=$(readlink "$DATA/SingletonLock" | sed 's/.*-//')
  test -n "$desk" && kill -TERM "$desk"
  wait $!
  code=$?
  cat /tmp/said; rm /tmp/said
  echo "ended with $code"
`;

describe.skipIf(why !== null)(`a bare Debian${why ? ` (skipped: ${why})` : ''}`, () => {
  beforeAll(() => {
    system = mkdtempSync(join(tmpdir(), 'desk-bare-'));
    // Ordinary users live in it too.
    chmodSync(system, 0o755);
    execFileSync(
      'debootstrap',
      ['--variant=minbase', '--include=ca-certificates,procps,locales', 'bookworm', system],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    for (const file of ['/etc/resolv.conf', '/etc/apt', '/usr/share/keyrings', '/etc/ssl/certs']) {
      if (existsSync(file))
        cpSync(file, join(system, file), { recursive: true, force: true, dereference: true });
    }
    // Debian's own Node is too old: this machine's is taken along.
    mkdirSync(join(system, 'usr/local/lib/node_modules'), { recursive: true });
    cpSync(realpathSync(which('node')), join(system, 'usr/local/bin/node'));
    cpSync(dirname(dirname(realpathSync(which('npm')))), join(system, 'usr/local/lib/node_modules/npm'), {
      recursive: true,
    });
    execFileSync('ln', ['-s', '../lib/node_modules/npm/bin/npm-cli.js', join(system, 'usr/local/bin/npm')]);
    const files = execFileSync('git', ['ls-files', '-z'], { cwd: top, encoding: 'utf8' })
      .split('\0')
      .filter(Boolean);
    for (const file of files) cpSync(join(top, file), join(system, 'clone', file));
    // As slaves: what is unmounted below them stays mounted in this machine.
    for (const folder of mounted) {
      execFileSync('mount', ['--rbind', `/${folder}`, join(system, folder)]);
      execFileSync('mount', ['--make-rslave', join(system, folder)]);
    }
    execFileSync('chroot', [system, 'useradd', '--create-home', 'trader']);
    for (const language of languages)
      execFileSync('chroot', [system, 'localedef', '-i', language, '-f', 'UTF-8', `${language}.UTF-8`]);
  }, 1_200_000);

  afterAll(() => {
    for (const folder of mounted) spawnSync('umount', ['--recursive', '--lazy', join(system, folder)]);
    // Whatever of this machine is still mounted below it would be deleted with it.
    if (!readFileSync('/proc/self/mountinfo', 'utf8').includes(` ${system}/`))
      rmSync(system, { recursive: true, force: true, maxRetries: 5 });
  }, 300_000);

  it('ends a set-up that is told to end, with all that it has started', async () => {
    const { lines, ended } = inside(`
      cd /clone; node scripts/enter.cjs start --headless > /tmp/said 2>&1 &
      until grep -q 'n[p]m ci' /tmp/said; do sleep 0.1; kill -0 $! || break; done
      sleep 3; kill -TERM $!; wait $!; code=$?
      sleep 0.5; pgrep -fa '[n]pm ci|[n]pm-cli' ; echo "ended with $code"; ls -A /clone/.runtime /tmp 2> /dev/null`);
    await ended;
    expect(lines).toContain('ended with 143');
    expect(lines.filter((line) => /npm|unpacking|downloading|electron-/.test(line))).toEqual([]);
  }, 120_000);

  it('gets ready from there as root, and ends with 0', async () => {
    const { lines, ended } = inside(`export DATA=/data; ${startAndEnd('--user-data-dir /data')}`);
    await ended;
    expect(lines.join('\n')).toMatch(/^ready: /m);
    expect(lines.at(-1)).toBe('ended with 0');
  }, 900_000);

  it.each([...languages.map((language) => `${language}.UTF-8`), 'C'])(
    'starts for an ordinary user who may not write to the clone, in %s',
    async (locale) => {
      const { lines, ended } = inside(
        `export LC_ALL=${locale} DATA="$HOME/da ta?"; ${startAndEnd('--no-sandbox --user-data-dir "$DATA"')}`,
        'trader',
      );
      await ended;
      expect(lines.join('\n')).toMatch(/^ready: /m);
      expect(lines.join('\n')).not.toMatch(/^build: /m);
      expect(lines.at(-1)).toBe('ended with 0');
    },
    300_000,
  );
});

function which(program: string): string {
  return execFileSync('which', [program], { encoding: 'utf8' }).trim();
}
