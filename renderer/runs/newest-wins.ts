import type { Result } from '../../shared/result.ts';

/** Asks one question at a time; of those asked in between, only the newest is asked next. */
export interface NewestWins<Q> {
  ask(question: Q): void;
  /** Forgets what waits and the answer that is still to come. */
  drop(): void;
}

interface Events<Q, A> {
  onAsk(question: Q): void;
  /** Also of a question that has been overtaken: its answer is newer than the one before. */
  onAnswer(question: Q, result: Result<A>, newest: boolean): void;
}

export function createNewestWins<Q, A>(
  ask: (question: Q) => Promise<Result<A>>,
  events: Events<Q, A>,
): NewestWins<Q> {
  let waiting: { readonly question: Q } | null = null;
  let underWay: { readonly question: Q } | null = null;
  let busy = false;

  async function next() {
    if (!waiting || busy) return;
    const own = waiting;
    waiting = null;
    underWay = own;
    busy = true;
    events.onAsk(own.question);
    const result = await ask(own.question);
    busy = false;
    if (underWay === own) events.onAnswer(own.question, result, waiting === null);
    void next();
  }

  return {
    ask(question) {
      waiting = { question };
      void next();
    },
    drop() {
      waiting = null;
      underWay = null;
    },
  };
}
