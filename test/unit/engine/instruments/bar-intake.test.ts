import { expect, test } from 'vitest';
import { createBarIntake } from '../../../../electron/engine/instruments/bar-intake.ts';
import { createBars } from '../../../../electron/engine/market/bars.ts';
import { failure, type ProblemCode, success } from '../../../../shared/result.ts';

type Parts = Parameters<typeof createBarIntake>[0];

/** What is told of a bar that comes while whoever takes it answers with such a failure. */
async function toldOf(code: ProblemCode): Promise<string[]> {
  const told: string[] = [];
  let send: Parameters<Parts['source']['subscribe']>[0] = () => undefined;
  let last: Promise<unknown> = Promise.resolve();
  createBarIntake({
    source: {
      subscribe: (listener: typeof send) => {
        send = listener;
        return () => undefined;
      },
      history: async () => success(createBars(0)),
    } as unknown as Parts['source'],
    inTurn: (task) => {
      const next = last.then(task);
      last = next;
      return next;
    },
    close: () => [{} as never],
    last: -1,
    take: async () => failure(code, 'It did not work.'),
    onTaken: () => told.push('taken'),
    onPrice: () => undefined,
    onCorrection: () => undefined,
    onProblem: (message) => told.push(message),
  });
  send({ kind: 'bars', bars: createBars(1) });
  await last;
  return told;
}

test('a bar that cannot be taken is told of, but not where the desk is ending', async () => {
  expect(await toldOf('not-saved')).toEqual(['It did not work.']);
  expect(await toldOf('cancelled')).toEqual([]);
});
