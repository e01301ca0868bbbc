/** Asks one question at a time; of those asked in between, only the newest is asked next. */
export interface NewestWins<Q> {
  ask(question: Q): void;
  /** Asks what still waits, without a rest; resolves when nothing is under way. */
  settle(): Promise<void>;
  /** Forgets what waits and the answer that is still to come; resolves when nothing is under way. */
  drop(): Promise<void>;
}

interface Events<Q, A> {
  onAsk?(question: Q): void;
  /** Also of a question that has been overtaken: its answer is newer than the one before. */
  onAnswer?(question: Q, answer: A, newest: boolean): void;
  /** Called after each answer; the next question waits until it calls `go`. */
  rest?(go: () => void): unknown;
}

/**
 * For `rest`: the next question leaves in the frame that shows the answer. A frame is asked for after the answer only:
 * asked for earlier, it would bring an empty frame, and the answer would be shown one later.
 */
export function untilFrame(go: () => void): void {
  requestAnimationFrame(go);
}

/** The first question is asked at once. One that fails has no answer, and the next is asked all the same. */
export function createNewestWins<Q, A>(
  ask: (question: Q) => Promise<A>,
  events: Events<Q, A> = {},
): NewestWins<Q> {
  let waiting: { readonly question: Q } | null = null;
  let wanted: { readonly question: Q } | null = null;
  let underWay: Promise<void> | null = null;
  let resting = false;

  function next() {
    if (!waiting || underWay || resting) return;
    const own = waiting;
    waiting = null;
    wanted = own;
    events.onAsk?.(own.question);
    underWay = ask(own.question).then(
      (answer) => {
        underWay = null;
        if (wanted === own) events.onAnswer?.(own.question, answer, waiting === null);
        goOn();
      },
      () => {
        underWay = null;
        goOn();
      },
    );
  }

  function goOn() {
    if (!events.rest) return next();
    resting = true;
    events.rest(() => {
      resting = false;
      next();
    });
  }

  return {
    ask(question) {
      waiting = { question };
      next();
    },
    async settle() {
      while (waiting || underWay) {
        resting = false;
        next();
        await underWay;
      }
    },
    async drop() {
      waiting = null;
      wanted = null;
      await underWay;
    },
  };
}
