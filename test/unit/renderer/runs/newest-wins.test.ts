import { expect, test } from 'vitest';
import { createNewestWins } from '../../../../renderer/runs/newest-wins.ts';
import type { Result } from '../../../../shared/result.ts';
import { success } from '../../../../shared/result.ts';

function setUp() {
  const asked: string[] = [];
  const answered: string[] = [];
  const ends: ((result: Result<string>) => void)[] = [];
  const runs = createNewestWins<string, Result<string>>(() => new Promise((resolve) => ends.push(resolve)), {
    onAsk: (question) => asked.push(question),
    onAnswer: (question, _result, newest) => answered.push(`${question}${newest ? ', newest' : ''}`),
  });
  async function end() {
    ends.shift()?.(success('done'));
    for (let i = 0; i < 4; i += 1) await Promise.resolve();
  }
  return { asked, answered, runs, end };
}

test('one question is under way at a time, and of those that wait only the newest is asked', async () => {
  const { asked, answered, runs, end } = setUp();
  for (const question of ['a', 'b', 'c']) runs.ask(question);
  expect(asked).toEqual(['a']);
  await end();
  expect(asked).toEqual(['a', 'c']);
  await end();
  expect(answered).toEqual(['a', 'c, newest']);
});

test('what was dropped is not told, and the next question waits for it to end', async () => {
  const { asked, answered, runs, end } = setUp();
  runs.ask('a');
  runs.ask('b');
  runs.drop();
  runs.ask('c');
  expect(asked).toEqual(['a']);
  await end();
  expect(answered).toEqual([]);
  expect(asked).toEqual(['a', 'c']);
  await end();
  expect(answered).toEqual(['c, newest']);
});
