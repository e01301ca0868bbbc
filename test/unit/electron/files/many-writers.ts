import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuditRecorder } from '../../../../electron/engine/config/audit-recorder.ts';
import type { NewAuditEntry } from '../../../../electron/engine/config/audit-trail.ts';
import { compose, defaults } from '../../../../electron/engine/config/layers.ts';
import { reconcile, trueVersion } from '../../../../electron/engine/config/reconcile.ts';
import { type ConfigOwner, createTradingConfig } from '../../../../electron/engine/config/trading-config.ts';
import { createRandom } from '../../../../electron/engine/random.ts';
import { openConfigFile } from '../../../../electron/files/config-file.ts';
import { createMemoryTrail } from '../../engine/config/audited.ts';
import { disk } from './fake-store.ts';

/** Parameters that take any number between 0 and 1, so that each edit can carry a value that tells it from all others. */
const paths = [
  'trading.default_tp_pips',
  'trading.default_sl_pips',
  'trading.spread_pips',
  'trading.confidence_threshold',
  'model.agreement_bonus',
] as const;

const steps = 12;

const fresh = '{"schema_version":3,"version":1,"values":{},"trial":null,"journal":[]}';

/** An edit that somebody else has made, and what must become of it. */
interface Edit {
  readonly how: string;
  readonly bytes: Buffer;
  /** Null where it holds nothing that can be taken. */
  readonly change: { readonly path: string; readonly value: number } | null;
}

/**
 * One seeded sequence of the desk's own changes and of everything that others do to its file, over the real store. Every
 * edit must be in force, or refused, told and kept; and the trail must know all. Throws at the first that is not.
 */
export async function runWriters(seed: number, seen: Map<string, number>): Promise<void> {
  const random = createRandom(seed);
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'writers-'));
  const path = join(folder, 'config.json');
  const trail = createMemoryTrail();
  const told: string[] = [];
  let count = 0;
  let stale: string | null = null;
  let { config, flush, close } = await start();

  async function start() {
    const { store } = openConfigFile({
      folder,
      now: () => 1_700_000_000_000 + count,
      elapsed: () => performance.now(),
      // What is waited for is only that others have had their turn.
      schedule(task) {
        setImmediate(task);
        return () => undefined;
      },
    });
    const recorder = createAuditRecorder({ trail, onProblem: (message) => told.push(message) });
    const loaded = await store.load();
    const newest = await trail.newest();
    const stored = loaded.ok && loaded.value && trueVersion(loaded.value, newest?.version ?? null).stored;
    const opened = createTradingConfig({
      // The sequence says itself when somebody looks.
      store: { ...store, changes: () => () => undefined },
      stored: stored || null,
      environment: {},
      now: () => count,
      elapsed: () => performance.now(),
      recorder,
      tell: (message) => told.push(message),
    });
    await reconcile(opened.config, { trail, recorder, stored: stored || null, now: () => count });
    // Whoever watches is what keeps the store following files that were replaced.
    return {
      config: opened.config as ConfigOwner,
      flush: recorder.flush,
      close: store.changes(() => undefined),
    };
  }

  function check(holds: boolean, what: string): asserts holds {
    if (holds) return;
    const record = trail.entries.map(({ version, outcome, by, changes, problem }) =>
      [version, outcome, by, JSON.stringify(changes), problem].join(' '),
    );
    throw new Error(
      `seed ${seed}: ${what}\n${record.join('\n')}\n${readdirSync(folder)}\n${told.join('\n')}`,
    );
  }

  const pick = <T>(choices: readonly T[]): T => choices[random.int(choices.length)];
  const unique = () => {
    count += 1;
    return count / 10_000;
  };
  const current = () => (existsSync(path) ? readFileSync(path, 'utf8') : null);

  /** What the desk has saved last, as an editor would have it that is not stopped by what others have broken. */
  function saved(): string {
    const copy = join(folder, 'config.last-good.json');
    return existsSync(copy) ? readFileSync(copy, 'utf8') : fresh;
  }

  async function update(only?: string): Promise<string> {
    const asked = only ?? pick(paths);
    const [category, key] = asked.split('.');
    const answer = await config.update(category, { [key]: unique() }, { by: 'window' });
    check(answer.ok, `a change of the desk was refused: ${JSON.stringify(answer)}`);
    return asked;
  }

  /** Anything but what is being changed. */
  const otherThan = (path: string) => pick(paths.filter((each) => each !== path));

  function good(path: string): Edit {
    const base = (random.next() < 0.3 && stale) || saved();
    const document = JSON.parse(base);
    const [category, key] = path.split('.');
    const value = unique();
    document.values[category] = { ...document.values[category], [key]: value };
    if (random.next() < 0.1) document.version = pick([1, 1_999_999_999]);
    const text = JSON.stringify(document, null, pick([0, 2]));
    const marked = random.next() < 0.2;
    const bytes = marked
      ? Buffer.from(`\ufeff${text}`, pick(['utf8', 'utf16le'] as const))
      : Buffer.from(text);
    return {
      how: marked ? 'with a mark' : base === stale ? 'of an older text' : 'good',
      bytes,
      change: { path, value },
    };
  }

  function garbage(): Edit {
    const text = current() ?? '{}';
    unique();
    const bytes = pick([
      () => Buffer.from(text.slice(0, random.int(Math.max(1, text.length - 2)))),
      () => Buffer.from(`<!-- ${count} -->`),
      () =>
        Buffer.from(
          `{"schema_version":3,"version":1,"values":{"trading":{"spread_pips":-${count}}},"trial":null,"journal":[]}`,
        ),
      () => Buffer.from(`{"note": "Gr\u00f6\u00dfe ${count}"}`, 'latin1'),
    ])();
    return { how: 'garbage', bytes, change: null };
  }

  function write({ bytes }: Edit): void {
    const target = existsSync(path) ? realpathSync(path) : path;
    if (random.next() < 0.5) {
      writeFileSync(target, bytes);
      return;
    }
    const place = random.next() < 0.5 ? target : path;
    writeFileSync(`${place}.swp`, bytes);
    renameSync(`${place}.swp`, place);
  }

  const keptAs = (bytes: Buffer) =>
    readdirSync(folder).some(
      (name) =>
        /\.(refused|corrupt)-/.test(name) && meaning(readFileSync(join(folder, name))) === meaning(bytes),
    );

  async function inForce({ change, how }: Edit): Promise<void> {
    await flush();
    const [category, key] = change?.path.split('.') ?? [];
    const entry = trail.entries.find(
      ({ by, outcome, changes }) =>
        by === 'file' &&
        outcome === 'accepted' &&
        changes.some((each) => each.key === key && each.new === change?.value),
    );
    check(
      entry !== undefined,
      `an edit (${how}) of ${change?.path} to ${change?.value} did not come into force`,
    );
    check(
      entry.changes.length === 1 && entry.changes[0].category === category,
      `an edit (${how}) took other values along`,
    );
    note(`${how}: in force`);
  }

  async function refused(edit: Edit, before: number): Promise<void> {
    await flush();
    const entry = trail.entries
      .slice(before)
      .find(({ by, outcome }) => by === 'file' && outcome === 'refused');
    check(entry !== undefined, `an edit (${edit.how}) was not refused`);
    check(
      edit.bytes.length === 0 || keptAs(edit.bytes),
      `an edit (${edit.how}) that was refused was not kept`,
    );
    check(
      told.some((message) => message.includes(entry.problem ?? '')),
      'a refusal was not told',
    );
    note(`${edit.how}: refused`);
  }

  function note(what: string): void {
    seen.set(what, (seen.get(what) ?? 0) + 1);
  }

  const acts: Readonly<Record<string, () => Promise<void>>> = {
    'a change': async () => void (await update()),
    async 'an edit that is seen'() {
      const edit = good(pick(paths));
      write(edit);
      check((await config.reload({ by: 'file' })).ok, 'a good edit was refused');
      await inForce(edit);
    },
    async 'an edit that a change meets'() {
      const edit = good(pick(paths));
      write(edit);
      await update(otherThan(edit.change?.path ?? ''));
      await inForce(edit);
    },
    async 'an edit while a change waits'() {
      const path = pick(paths);
      const asked = Promise.all([update(path), update(path)]);
      const edit = good(otherThan(path));
      write(edit);
      await asked;
      await inForce(edit);
    },
    async 'an edit while a change is being written'() {
      const path = pick(paths);
      let edit: Edit | null = null;
      disk.during = () => {
        edit = good(otherThan(path));
        write(edit);
      };
      await update(path);
      check(edit !== null, 'nobody wrote');
      await inForce(edit);
    },
    async 'an edit of what is being changed'() {
      const before = trail.entries.length;
      const path = pick(paths);
      const asked = update(path);
      const edit = good(path);
      write(edit);
      await asked;
      await refused(edit, before);
    },
    async 'an edit by a program that had the file open'() {
      if (!existsSync(path)) await update();
      const handle = openSync(path, 'r+');
      const edit = good(pick(paths));
      await update();
      ftruncateSync(handle);
      writeSync(handle, edit.bytes, 0, edit.bytes.length, 0);
      closeSync(handle);
      for (let look = 0; look < 3; look += 1) await config.reload({ by: 'file' });
      await inForce(edit);
    },
    async garbage() {
      const before = trail.entries.length;
      const edit = garbage();
      write(edit);
      if (random.next() < 0.5) {
        const answer = await config.reload({ by: 'file' });
        check(!answer.ok, 'garbage was taken');
        told.push(answer.problem.message);
      }
      await update();
      await refused(edit, before);
    },
    async 'garbage that is mended'() {
      write(garbage());
      check(!(await config.reload({ by: 'file' })).ok, 'garbage was taken');
      stale = null;
      const edit = { ...good(pick(paths)), how: 'mended' };
      write(edit);
      check((await config.reload({ by: 'file' })).ok, 'what was mended was refused');
      await inForce(edit);
    },
    async 'a removal'() {
      const values = config.values();
      rmSync(path, { force: true });
      if (random.next() < 0.5) await config.reload({ by: 'file' });
      check(config.values() === values, 'a removal changed the values');
      await update();
      note('removed: written again');
    },
    async 'a restart'() {
      const [version, values] = [config.version(), JSON.stringify(config.values())];
      await flush();
      close();
      ({ config, flush, close } = await start());
      check(
        config.version() === version && JSON.stringify(config.values()) === values,
        'a restart changed something',
      );
      note('restarted');
    },
  };

  try {
    disk.during = null;
    if (random.next() < 0.4) {
      mkdirSync(join(folder, 'dotfiles'));
      symlinkSync('dotfiles/mine.json', path);
      note('linked');
    }
    await update();
    for (let step = 0; step < steps; step += 1) {
      const text = current();
      // A text whose latest change is in it, as the desk writes them.
      await acts[pick(Object.keys(acts))]();
      if (random.next() < 0.5) stale = text;
    }
    await update();
    await flush();
    checkRecord(trail.entries, config, check);
    const onDisk = JSON.parse(readFileSync(path, 'utf8'));
    check(onDisk.version === config.version(), 'the file says another version');
    const held = compose({ environment: {}, stored: onDisk.values });
    check(JSON.stringify(held) === JSON.stringify(config.values()), 'the file holds other values');
    check(
      readFileSync(join(folder, 'config.last-good.json'), 'utf8') === current(),
      'the last good copy is not the last',
    );
    check(!readdirSync(folder).some((name) => /desk-next|\.tmp-/.test(name)), 'something was left behind');
  } finally {
    close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Versions rise by one, and the changes of all entries lead from the defaults to what is in force. */
function checkRecord(
  entries: readonly NewAuditEntry[],
  config: ConfigOwner,
  check: (holds: boolean, what: string) => void,
): void {
  const values = structuredClone(defaults) as unknown as Record<string, Record<string, unknown>>;
  let version = 0;
  for (const entry of entries.filter(({ outcome }) => outcome === 'accepted')) {
    check(entry.version === version + 1, `v${entry.version} after v${version}`);
    version = entry.version;
    for (const { category, key, old, new: next } of entry.changes) {
      check(values[category][key] === old, `v${version} says that ${key} was ${old}`);
      values[category][key] = next;
    }
  }
  check(version === config.version(), 'the trail ends at another version');
  check(JSON.stringify(values) === JSON.stringify(config.values()), 'the trail leads to other values');
}

/** A text without its mark, however it is encoded. */
function meaning(bytes: Buffer): string {
  const text = bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le') : bytes.toString('latin1');
  return text.replace(/^(\ufeff|\u00ef\u00bb\u00bf)/, '');
}
