import { failure, messageOf, type Result } from '../../shared/result.ts';
import type {
  CommitPlan,
  Committed,
  ConfigStore,
  OutsideEdit,
  StoredConfig,
} from '../engine/config/config-store.ts';
import type { Schedule } from '../engine/market/replay.ts';
import { type Content, textContent } from '../engine/text/read-text.ts';
import { configLayout, highestVersion } from './config-layout.ts';
import { openDurableFile } from './durable-file.ts';
import { mend, parseContent, textOf } from './json-file.ts';
import { readDocument } from './versioned-schema.ts';
import { watchFile } from './watch-file.ts';

export interface ConfigFileOptions {
  readonly folder: string;
  /** Wall clock, ms. */
  readonly now: () => number;
  /** Monotonic clock, ms. */
  readonly elapsed: () => number;
  readonly schedule: Schedule;
}

/** What does not parse may be half of what is being written: it is looked at again after this long. */
const settleMs = 60;
const mostLooks = 10;
/** How often files that were replaced under somebody's hands are looked at while they may still change. */
const lateEveryMs = 150;

/**
 * The stored layer of TradingConfig: `config.json` in the user's data folder, or where that links to. Anybody may
 * edit it at any time: what is on disk is compared, before each save, with what was last read or written.
 */
export function openConfigFile(options: ConfigFileOptions): { store: ConfigStore; notice: string | null } {
  const { schedule } = options;
  const file = openDurableFile({ ...options, name: 'config' });
  const { path } = file;
  const notice = mend(file, configLayout);
  /** What was last loaded, written or adopted; and what was told of since, and not taken. */
  let own = file.content();
  let told: Content | null = null;
  let late: readonly Content[] = [];
  const contents = new WeakMap<OutsideEdit, Content>();
  /** Contents that are kept aside for the save under way, and under which names. */
  const kept = new Set<string>();
  let keptAs: readonly string[] = [];
  const listeners = new Set<() => void>();
  let stopWatching: (() => void) | null = null;
  let stopLate: (() => void) | null = null;

  function parse(content: Content): Result<StoredConfig | null> & { newer?: boolean } {
    return parseContent(content, path, configLayout);
  }

  function editOf(content: Content): OutsideEdit {
    const edit = { held: parse(content) };
    contents.set(edit, content);
    return edit;
  }

  /** What stands there once nobody is in the midst of writing it. */
  async function settled(content: Content): Promise<Content> {
    let latest = content;
    for (let look = 0; look < mostLooks; look += 1) {
      if (latest.kind === 'text' && parse(latest).ok) return latest;
      await new Promise<void>((resolve) => void schedule(resolve, settleMs));
      const again = file.content();
      if (again.key === latest.key) return again;
      latest = again;
    }
    return latest;
  }

  function nextLate(): Content | null {
    late = [...late, ...file.late()].filter(({ key }) => key !== own.key);
    const [first = null, ...rest] = late;
    late = rest;
    return first;
  }

  async function look(again = false): Promise<OutsideEdit | null> {
    const behind = nextLate();
    if (behind) return editOf(behind);
    const there = file.content();
    if (there.key === own.key || (!again && there.key === told?.key)) return null;
    const content = await settled(there);
    if (content.key === own.key) return null;
    told = content;
    return editOf(content);
  }

  async function commit(_expected: number, { next, met }: CommitPlan): Promise<Committed> {
    const text = textOf(documentOf(next), configLayout);
    const fits = next.version <= highestVersion ? readDocument(text, path, configLayout) : tooHigh;
    if (!fits.ok) return unsaved(fits.problem.message);
    const aside = (content: Content, takeAway = false) => {
      if (content.kind === 'missing' || kept.has(content.key)) return;
      kept.add(content.key);
      keptAs = [...keptAs, file.keepAside(content, parse(content).ok ? 'refused' : 'corrupt', takeAway)];
    };
    try {
      const behind = nextLate();
      if (behind) return { kind: 'met', edit: editOf(behind) };
      const known = met.map(({ edit }) => contents.get(edit)?.key);
      const there = file.content();
      if (![own.key, told?.key, ...known].includes(there.key)) {
        const content = await settled(there);
        if (content.key === own.key) return await commit(_expected, { next, met });
        told = content;
        return { kind: 'met', edit: editOf(content) };
      }
      if (parse(there).newer) return unsaved((parse(there) as ReturnType<typeof failure>).problem.message);
      for (const { edit, taken } of met) {
        const content = contents.get(edit);
        if (!taken && content && content.key !== there.key) aside(content);
      }
      const overwritten =
        there.key !== own.key &&
        !met.some(({ edit, taken }) => taken && contents.get(edit)?.key === there.key);
      if (overwritten) aside(there, there.kind === 'unreadable');
      const from = overwritten && there.kind === 'unreadable' ? file.content() : there;
      const replaced = file.replace(from, text);
      if (replaced.kind === 'failed') return unsaved(replaced.reason);
      if (replaced.kind === 'changed') return await commit(_expected, { next, met });
      own = textContent(text);
      told = null;
      kept.clear();
      const names = keptAs;
      keptAs = [];
      file.lastGood.save(text);
      followLate();
      return { kind: 'saved', kept: names };
    } catch (error) {
      return unsaved(messageOf(error));
    }
  }

  function unsaved(reason: string): Committed {
    return {
      kind: 'refused',
      problem: failure('not-saved', `${path} could not be written, so nothing was changed: ${reason}`)
        .problem,
    };
  }

  function tellAll(): void {
    for (const listener of listeners) listener();
  }

  /** A program that had the file open while it was replaced may still write into what it holds. */
  function followLate(): void {
    if (stopLate || listeners.size === 0 || !file.mayBeLate()) return;
    stopLate = schedule(() => {
      stopLate = null;
      late = [...late, ...file.late()];
      if (late.length > 0) tellAll();
      followLate();
    }, lateEveryMs);
  }

  return {
    notice,
    store: {
      async load() {
        own = file.content();
        return parse(own);
      },
      commit,
      look,
      adopt(edit) {
        const content = contents.get(edit);
        if (content && content.key === file.content().key) own = content;
      },
      changes(listener) {
        listeners.add(listener);
        stopWatching ??= watchFile(path, () => {
          if (file.content().key !== own.key) tellAll();
        });
        return () => {
          listeners.delete(listener);
          if (listeners.size > 0) return;
          stopWatching?.();
          stopLate?.();
          stopWatching = null;
          stopLate = null;
          file.close();
        };
      },
    },
  };
}

const tooHigh = failure('invalid', `there are more than ${highestVersion} versions`);

function documentOf({ trial = null, journal = [], ...saved }: CommitPlan['next']) {
  return {
    ...saved,
    trial,
    // What the trail lacks is the change itself; how its callbacks ended is not waited for.
    journal: journal.map((entry) => ({ ...entry, receipt: null })),
  };
}
