import type { Result } from '../../shared/result.ts';

/** Asks for a coarse answer first and for the fine one right after it; the newest question wins. */
export interface CoarseToFine<Q> {
  ask(question: Q): void;
  /** Answers that are still to come are dropped. */
  close(): void;
}

/**
 * One coarse question is under way at a time, so that a dragged slider does not queue up questions: what is
 * asked in between waits, and only its newest is asked. A fine answer that has been overtaken is dropped.
 */
export function createCoarseToFine<Q, A>(
  ask: (question: Q, fine: boolean) => Promise<Result<A>>,
  onAnswer: (result: Result<A>, is: { readonly fine: boolean; readonly newest: boolean }) => void,
): CoarseToFine<Q> {
  let newest = 0;
  let waiting: { question: Q } | null = null;
  let busy = false;

  async function next() {
    if (!waiting || busy) return;
    const { question } = waiting;
    const own = newest;
    waiting = null;
    busy = true;
    const coarse = await ask(question, false);
    busy = false;
    const isNewest = own === newest;
    // Also an overtaken coarse picture is shown: it is newer than the one before, and so a drag is followed.
    if (newest >= 0 && (isNewest || coarse.ok)) onAnswer(coarse, { fine: false, newest: isNewest });
    if (isNewest && coarse.ok) void refine(question, own);
    else void next();
  }

  async function refine(question: Q, own: number) {
    const fine = await ask(question, true);
    if (own === newest) onAnswer(fine, { fine: true, newest: true });
  }

  return {
    ask(question) {
      if (newest < 0) return;
      newest += 1;
      waiting = { question };
      void next();
    },
    close() {
      newest = -1;
      waiting = null;
    },
  };
}
