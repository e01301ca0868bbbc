import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTokenKeeper, type SystemStore } from '../../../../../electron/api/door/token-keeper.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Seals by turning the bytes over: what is on disk then cannot be taken for the token. */
function systemStore(backend = 'gnome_libsecret', available = true): SystemStore {
  const flip = (bytes: Uint8Array) => Buffer.from(bytes.map((byte) => byte ^ 0xff));
  return {
    isEncryptionAvailable: () => available,
    getSelectedStorageBackend: () => backend,
    encryptString: (text) => flip(Buffer.from(text)),
    decryptString: (sealed) => flip(sealed).toString(),
  };
}

const open = (system: SystemStore | null = null, named?: string) =>
  createTokenKeeper({ folder, system, named, platform: 'linux' });

function tokenOf(keeper: ReturnType<typeof open>): string {
  const token = keeper.token();
  if (!token.ok) throw new Error(token.problem.message);
  return token.value;
}

const mode = (path: string) => statSync(path).mode & 0o777;
const everything = () => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));

describe('a token', () => {
  it('has 32 random bytes and is not made before it is asked for', () => {
    const keeper = open();
    expect(readdirSync(folder)).toEqual([]);
    expect(keeper.kept()).toBe('file');
    const token = tokenOf(keeper);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(tokenOf(createTokenKeeper({ folder: join(folder, 'other'), system: null }))).not.toBe(token);
  });

  it('is sealed by a system that protects it, and stands nowhere in the clear', () => {
    const keeper = open(systemStore());
    const token = tokenOf(keeper);
    expect([keeper.kept(), keeper.path(), keeper.problem()]).toEqual(['system', null, null]);
    expect(readdirSync(folder)).toEqual(['api-token.sealed']);
    expect(mode(join(folder, 'api-token.sealed'))).toBe(0o600);
    for (const text of everything()) expect(text).not.toContain(token);
    expect(tokenOf(open(systemStore()))).toBe(token);
  });

  it.each([
    ['no system store is given', null],
    ['the system store is not there', systemStore('gnome_libsecret', false)],
    ['the system would seal it with a key that everyone knows', systemStore('basic_text')],
    ['the system has not made up its mind', systemStore('unknown')],
  ])('is in a file of its owner alone where %s', (_why, system) => {
    const keeper = open(system);
    const token = tokenOf(keeper);
    expect([keeper.kept(), keeper.path()]).toEqual(['file', join(folder, 'api-token')]);
    expect(readFileSync(join(folder, 'api-token'), 'utf8')).toBe(`${token}\n`);
    expect(mode(join(folder, 'api-token'))).toBe(0o600);
    expect(tokenOf(open(system))).toBe(token);
  });

  it('lasts for the session where it cannot be written', () => {
    const missing = join(folder, 'file');
    writeFileSync(missing, '');
    const keeper = createTokenKeeper({ folder: missing, system: null });
    expect(tokenOf(keeper)).toBe(tokenOf(keeper));
    expect([keeper.kept(), keeper.path()]).toEqual(['session', null]);
    expect(keeper.problem()).toMatch(/this session only/);
  });

  it.each([
    ['a file', null],
    ['the system', systemStore()],
  ])('that is renewed is another, here and at the next start, kept by %s', (_where, system) => {
    const keeper = open(system);
    const old = tokenOf(keeper);
    const renewed = keeper.renew();
    expect(renewed.ok && renewed.value).not.toBe(old);
    expect(tokenOf(keeper)).not.toBe(old);
    expect(tokenOf(open(system))).toBe(tokenOf(keeper));
  });

  it('that the system can no longer open is made anew, and told', () => {
    const old = tokenOf(open(systemStore()));
    const broken: SystemStore = {
      ...systemStore(),
      decryptString: () => {
        throw new Error('another key');
      },
    };
    const keeper = open(broken);
    expect(tokenOf(keeper)).not.toBe(old);
    expect(keeper.problem()).toMatch(/could not open the token.*new token/);
  });

  it('that others could read is not used: another is made, and told', () => {
    const old = tokenOf(open());
    chmodSync(join(folder, 'api-token'), 0o644);
    const keeper = open();
    expect(tokenOf(keeper)).not.toBe(old);
    expect(keeper.problem()).toMatch(/mode 644.*new token/);
    expect(mode(join(folder, 'api-token'))).toBe(0o600);
  });
});

describe('a token file that the user names', () => {
  const path = () => join(folder, 'own', 'token');

  it('is made where it is missing, for its owner alone', () => {
    const token = tokenOf(open(systemStore(), path()));
    expect(readFileSync(path(), 'utf8').trim()).toBe(token);
    expect(mode(path())).toBe(0o600);
    expect(open(systemStore(), path()).kept()).toBe('file');
    expect(tokenOf(open(null, path()))).toBe(token);
  });

  it('is read as it is', () => {
    mkdirSync(join(folder, 'own'));
    writeFileSync(path(), '  a-token-of-my-own-making-42\n', { mode: 0o600 });
    expect(tokenOf(open(null, path()))).toBe('a-token-of-my-own-making-42');
  });

  it.each(['644', '640', '604', '620', '666'])('is refused when others can reach it: mode %s', (digits) => {
    const permissions = Number.parseInt(digits, 8);
    tokenOf(open(null, path()));
    chmodSync(path(), permissions);
    const before = readFileSync(path(), 'utf8');
    const refused = open(null, path()).token();
    expect(refused.ok ? '' : refused.problem.message).toContain(`chmod 600 ${path()}`);
    expect(readFileSync(path(), 'utf8')).toBe(before);
  });

  it.each([
    ['is empty', '', 'shorter than 24'],
    ['holds a short word', 'short', 'shorter than 24'],
    ['holds a sentence', 'two words make no token at all', 'characters'],
    ['holds a very long word', 'x'.repeat(600), 'longer than 512'],
    ['holds something else', 'x'.repeat(5000), 'too long'],
  ])('is refused when it %s', (_what, text, words) => {
    mkdirSync(join(folder, 'own'));
    writeFileSync(path(), text, { mode: 0o600 });
    const refused = open(null, path()).token();
    expect(refused.ok ? '' : refused.problem.message).toContain(words);
    expect(readFileSync(path(), 'utf8')).toBe(text);
  });

  it('is refused when it is a folder', () => {
    mkdirSync(path(), { recursive: true });
    expect(open(null, path()).token().ok).toBe(false);
  });

  it('takes the renewed token', () => {
    const keeper = open(null, path());
    const old = tokenOf(keeper);
    keeper.renew();
    expect(readFileSync(path(), 'utf8').trim()).toBe(tokenOf(keeper));
    expect(tokenOf(keeper)).not.toBe(old);
  });
});
