import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { ApiState } from '../../../shared/api.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { readSecret, writeSecret } from './token-file.ts';

/** The part of Electron's safeStorage that is used. */
export interface SystemStore {
  isEncryptionAvailable(): boolean;
  /** Only on Linux. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
}

/** Keeps the token that opens the API. Nothing is read or made before somebody asks. */
export interface TokenKeeper {
  /** The token in force: the one kept, or a new one. Fails only where a file that was named cannot serve. */
  token(): Result<string>;
  /** Makes a new one; the old one is forgotten. */
  renew(): Result<string>;
  kept(): ApiState['token_kept'];
  /** Where it can be read; null where it cannot. */
  path(): string | null;
  /** What went wrong on the way, in words. */
  problem(): string | null;
}

/**
 * `named` is a file that the user chose: it is used as it is, and made where it is missing. Without, the token
 * is kept in `folder`: sealed by the system where that protects it, else in a file only its owner can read.
 */
export function createTokenKeeper(options: {
  folder: string;
  named?: string;
  /** Null where the token must be readable from outside, as without a window. */
  system: SystemStore | null;
  platform?: NodeJS.Platform;
}): TokenKeeper {
  const { folder, named, platform = process.platform } = options;
  const plain = named ?? join(folder, 'api-token');
  const sealed = join(folder, 'api-token.sealed');
  let current: string | null = null;
  let kept: ApiState['token_kept'] | null = null;
  let problem: string | null = null;

  let asked: SystemStore | null | undefined;
  /** Cached: asking the system can take a while. */
  function system(): SystemStore | null {
    if (asked === undefined)
      asked =
        named === undefined && options.system && protects(options.system, platform) ? options.system : null;
    return asked;
  }

  function load(): Result<string> {
    const store = system();
    const found = store ? unseal(store, readSecret(sealed)) : readSecret(plain);
    if (!found.ok) {
      if (named !== undefined) return found;
      problem = `${found.problem.message} A new token was made.`;
      return make();
    }
    if (found.value === null) return make();
    const checked = tokenSchema.safeParse(found.value);
    if (checked.success) {
      kept = store ? 'system' : 'file';
      return success(checked.data);
    }
    const wrong = `${store ? sealed : plain} holds no token: ${checked.error.issues[0].message}.`;
    if (named !== undefined) {
      return failure('unreadable', `${wrong} Put one there, or remove the file to have one made.`);
    }
    problem = `${wrong} A new token was made.`;
    return make();
  }

  function make(): Result<string> {
    const token = randomBytes(32).toString('base64url');
    const store = system();
    const written = store ? seal(store, sealed, token) : writeSecret(plain, token);
    if (!written.ok && named !== undefined) return written;
    kept = written.ok ? (store ? 'system' : 'file') : 'session';
    if (!written.ok) problem = `${written.problem.message} The token lasts for this session only.`;
    return success(token);
  }

  return {
    token() {
      if (current !== null) return success(current);
      const loaded = load();
      if (loaded.ok) current = loaded.value;
      return loaded;
    },
    renew() {
      problem = null;
      const made = make();
      if (made.ok) current = made.value;
      return made;
    },
    kept: () => kept ?? (system() ? 'system' : 'file'),
    path: () => (kept === 'session' || system() ? null : plain),
    problem: () => problem,
  };
}

/** What an HTTP header can carry (RFC 6750), long enough not to be guessed. */
const tokenSchema = z
  .string()
  .min(24, 'it is shorter than 24 characters')
  .max(512, 'it is longer than 512 characters')
  .regex(
    /^[\w.~+/-]+=*$/,
    'it has characters that a token cannot have (letters, digits and - . _ ~ + / = are fine)',
  );

/** Linux without a key store "encrypts" with a key that everyone knows. */
function protects(store: SystemStore, platform: NodeJS.Platform): boolean {
  if (!store.isEncryptionAvailable()) return false;
  if (platform !== 'linux') return true;
  return !['basic_text', 'unknown'].includes(store.getSelectedStorageBackend?.() ?? 'unknown');
}

function seal(store: SystemStore, path: string, token: string): Result<null> {
  try {
    return writeSecret(path, store.encryptString(token).toString('base64'));
  } catch (error) {
    return failure('not-saved', `The system could not seal the token: ${String(error)}`);
  }
}

function unseal(store: SystemStore, sealed: Result<string | null>): Result<string | null> {
  if (!sealed.ok || sealed.value === null) return sealed;
  try {
    return success(store.decryptString(Buffer.from(sealed.value, 'base64')));
  } catch {
    return failure('unreadable', 'The system could not open the token that it had sealed.');
  }
}
