import type { Result } from '../../shared/result.ts';
import { createNewestWins } from './newest-wins.ts';

/** Asks for a coarse answer first and for the fine one right after it; the newest question wins. */
export interface CoarseToFine<Q> {
  ask(question: Q): void;
  /** Answers that are still to come are dropped. */
  close(): void;
}

/**
 * One coarse question is under way at a time, so that a dragged slider does not queue up questions. A fine answer that
 * has been overtaken is dropped.
 */
export function createCoarseToFine<Q, A>(
  ask: (question: Q, fine: boolean) => Promise<Result<A>>,
  onAnswer: (result: Result<A>, is: { readonly fine: boolean; readonly newest: boolean }) => void,
): CoarseToFine<Q> {
  let asked = 0;
  const coarse = createNewestWins<Q, Result<A>>((question) => ask(question, false), {
    onAnswer(question, result, newest) {
      // Also an overtaken coarse picture is shown: it is newer than the one before, and so a drag is followed.
      if (newest || result.ok) onAnswer(result, { fine: false, newest });
      if (newest && result.ok) void refine(question, asked);
    },
  });

  async function refine(question: Q, own: number) {
    const fine = await ask(question, true);
    if (own === asked) onAnswer(fine, { fine: true, newest: true });
  }

  return {
    ask(question) {
      if (asked < 0) return;
      asked += 1;
      coarse.ask(question);
    },
    close() {
      asked = -1;
      void coarse.drop();
    },
  };
}
