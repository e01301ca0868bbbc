import { expect, test } from 'vitest';
import { createCoarseToFine } from '../../../../renderer/runs/coarse-to-fine.ts';
import type { Result } from '../../../../shared/result.ts';
import { failure, success } from '../../../../shared/result.ts';

interface Asked {
  readonly question: string;
  readonly fine: boolean;
  answer(result?: Result<string>): Promise<void>;
}

function source() {
  const asked: Asked[] = [];
  const shown: string[] = [];
  const { ask, close } = createCoarseToFine<string, string>(
    (question, fine) =>
      new Promise((resolve) => {
        asked.push({
          question,
          fine,
          async answer(result = success(`${question} ${fine ? 'fine' : 'coarse'}`)) {
            resolve(result);
            await new Promise((done) => setImmediate(done));
          },
        });
      }),
    (result, { newest }) =>
      shown.push(`${result.ok ? result.value : result.problem.code}${newest ? '' : ' (old)'}`),
  );
  return {
    asked,
    shown,
    ask,
    close,
    names: () => asked.map(({ question, fine }) => `${question}${fine ? '+' : ''}`),
  };
}

test('a question is answered coarse first, then fine', async () => {
  const { ask, asked, shown } = source();
  ask('a');
  await asked[0]?.answer();
  await asked[1]?.answer();
  expect(shown).toEqual(['a coarse', 'a fine']);
});

test('of what is asked while a coarse answer is on its way only the newest is asked next', async () => {
  const { ask, asked, shown, names } = source();
  for (const question of ['a', 'b', 'c', 'd']) ask(question);
  await asked[0]?.answer();
  expect(names()).toEqual(['a', 'd']);
  await asked[1]?.answer();
  await asked[2]?.answer();
  expect(shown).toEqual(['a coarse (old)', 'd coarse', 'd fine']);
});

test('a new question does not wait for a fine answer, and that is dropped', async () => {
  const { ask, asked, shown, names } = source();
  ask('a');
  await asked[0]?.answer();
  ask('b');
  expect(names()).toEqual(['a', 'a+', 'b']);
  await asked[2]?.answer();
  await asked[1]?.answer();
  await asked[3]?.answer();
  expect(shown).toEqual(['a coarse', 'b coarse', 'b fine']);
});

test('a refusal is told, and asking goes on', async () => {
  const { ask, asked, shown } = source();
  ask('a');
  await asked[0]?.answer(failure('conflict', 'No bundle.'));
  ask('b');
  await asked[1]?.answer();
  expect(shown).toEqual(['conflict', 'b coarse']);
});

test('an overtaken refusal is not told', async () => {
  const { ask, asked, shown } = source();
  ask('a');
  ask('b');
  await asked[0]?.answer(failure('cancelled', 'Overtaken.'));
  await asked[1]?.answer();
  expect(shown).toEqual(['b coarse']);
});

test('nothing is told once closed', async () => {
  const { ask, asked, shown, close } = source();
  ask('a');
  close();
  await asked[0]?.answer();
  ask('b');
  expect(shown).toEqual([]);
  expect(asked).toHaveLength(1);
});
