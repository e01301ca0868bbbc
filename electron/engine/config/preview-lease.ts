import { type Asker, askerInWords } from '../../../shared/asker.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { Schedule } from '../market/replay.ts';
import type { Author, ConfigOwner } from './config-owner.ts';

/** A preview belongs to its asker and lasts no longer than the asker is there. */
export interface PreviewLease extends Pick<ConfigOwner, 'preview' | 'commit' | 'cancel'> {}

export interface PreviewLeases {
  /** The preview as this asker may use it: refused, with who holds it, while it is another's. */
  of(asker: Asker): PreviewLease;
  /** This asker has asked for something: a client's lease begins again. */
  heard(id: string): void;
  /** This asker is there until the answer is called, whether or not it asks; for event streams. */
  stays(id: string): () => void;
  /** This asker is no more: its preview ends. */
  left(id: string): void;
  close(): void;
}

/** How long a client's preview lasts after its last request. */
export const leaseMs = 30_000;

export function createPreviewLeases({
  config,
  schedule,
  tell,
}: {
  config: Pick<ConfigOwner, 'preview' | 'commit' | 'cancel' | 'previewing'>;
  schedule: Schedule;
  /** Tells everyone, in words. */
  tell: (message: string) => void;
}): PreviewLeases {
  let holder: Asker | null = null;
  /** Whose preview ended for want of a sign of life, until it is told. */
  let ended: string | null = null;
  let cancelTimer = () => {};
  /** Previews that were asked for and are not in force yet. */
  let onTheWay = 0;
  const staying = new Map<string, number>();

  /** An update by anyone ends the preview. */
  function held(): Asker | null {
    if (!config.previewing() && onTheWay === 0) holder = null;
    return holder;
  }

  function renew(): void {
    cancelTimer();
    cancelTimer = () => {};
    const asker = held();
    if (!asker || asker.by === 'window' || staying.has(asker.id)) return;
    cancelTimer = schedule(() => end(asker, 'nothing was heard of it'), leaseMs);
  }

  function end(asker: Asker, why: string): void {
    if (held() !== asker) return;
    ended = asker.id;
    holder = null;
    cancelTimer();
    tell(`The preview of ${askerInWords(asker)} ended: ${why}. The values before it are in force.`);
    void config.cancel();
  }

  function refusalFor(asker: Asker): Result<never> | null {
    const other = held();
    if (!other || other.id === asker.id) return null;
    return failure(
      'conflict',
      `Values are being tried out by ${askerInWords(other)}. Wait until they are saved or taken back.`,
    );
  }

  return {
    of: (asker) => ({
      async preview(category, changes, scope) {
        const refused = refusalFor(asker);
        if (refused) return refused;
        // Held from now on: who asks meanwhile is second.
        const before = holder;
        holder = asker;
        ended = null;
        onTheWay += 1;
        const shown = await config.preview(category, changes, scope);
        onTheWay -= 1;
        if (!shown.ok && holder === asker) holder = before;
        renew();
        return shown;
      },
      async commit(author: Author) {
        const refused = refusalFor(asker);
        if (refused) return refused;
        if (!held() && ended === asker.id) {
          ended = null;
          return failure(
            'conflict',
            'The preview ended before, because nothing was heard of it. Nothing was saved.',
          );
        }
        return config.commit(author);
      },
      async cancel() {
        const refused = refusalFor(asker);
        if (refused) return refused;
        ended = null;
        return held() ? config.cancel() : success(null);
      },
    }),
    heard(id) {
      if (holder?.id === id) renew();
    },
    stays(id) {
      staying.set(id, (staying.get(id) ?? 0) + 1);
      renew();
      return () => {
        const left = (staying.get(id) ?? 1) - 1;
        if (left > 0) staying.set(id, left);
        else staying.delete(id);
        if (holder?.id === id) renew();
      };
    },
    left(id) {
      const asker = held();
      if (asker?.id === id) end(asker, 'its page is gone');
    },
    close: () => cancelTimer(),
  };
}
