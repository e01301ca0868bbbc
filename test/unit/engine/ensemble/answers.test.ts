import { expect, it } from 'vitest';
import { type Answers, createAnswerLog } from '../../../../electron/engine/ensemble/answers.ts';
import { createRandom } from '../../../../electron/engine/random.ts';

function answers(seed: number, rows: number): Answers {
  const random = createRandom(seed);
  const column = () => Float64Array.from({ length: rows }, () => random.next());
  return {
    prob_up: [column(), column(), column()],
    regime: Uint8Array.from({ length: rows }, () => random.int(4)),
  };
}

it('gives back what was put in, whatever the sizes of the pieces', () => {
  const pieces = [3, 0, 1, 50, 1, 1, 200, 7].map((rows, i) => answers(i, rows));
  const log = createAnswerLog(pieces[0]);
  for (const piece of pieces.slice(1)) log.append(piece);
  const flat = pieces.flatMap(({ prob_up, regime }) =>
    Array.from(regime, (code, i) => ({
      probUp: [prob_up[0][i], prob_up[1][i], prob_up[2][i]],
      regime: code,
    })),
  );
  expect(log.length()).toBe(flat.length);
  expect(flat.map((_, i) => log.at(i))).toEqual(flat);
  expect([log.at(-1), log.at(flat.length)]).toEqual([null, null]);
});

it('has no answer where one of the models had none', () => {
  const some = answers(1, 3);
  some.prob_up[2][1] = Number.NaN;
  const log = createAnswerLog(some);
  expect([0, 1, 2].map((i) => log.at(i) === null)).toEqual([false, true, false]);
});

it('starts again with other answers from an index on, and goes on from their end', () => {
  const log = createAnswerLog(answers(1, 100));
  const [later, next] = [answers(2, 30), answers(3, 5)];
  log.restart(80, later);
  log.append(next);
  expect([log.first(), log.length()]).toEqual([80, 115]);
  expect([log.at(79), log.at(115)]).toEqual([null, null]);
  expect(log.at(80)?.probUp[0]).toBe(later.prob_up[0][0]);
  expect(log.at(110)?.probUp[2]).toBe(next.prob_up[2][0]);
  expect(log.slice(0, 9999).regime).toEqual(Uint8Array.of(...later.regime, ...next.regime));
  expect(log.slice(0, 80).regime).toHaveLength(0);
});
