import { type AnswerLog, createAnswerLog } from '../../../../electron/engine/ensemble/answers.ts';
import type { PredictionSource } from '../../../../electron/engine/ensemble/model-service.ts';
import { createRandom } from '../../../../electron/engine/random.ts';
import { hourMs } from '../../../../shared/market.ts';

/** Answers at random, some missing, one per hour; `asked` counts how often anyone looked. */
export function sampleSource(seed: number, hours: number): PredictionSource & { asked: () => number } {
  const random = createRandom(seed);
  const column = () => Float64Array.from({ length: hours }, () => random.next());
  const missing = column().map((value, i) => (i < 5 || value < 0.02 ? Number.NaN : value));
  const log = createAnswerLog({
    prob_up: [column(), column(), missing],
    regime: Uint8Array.from({ length: hours }, () => random.int(4)),
  });
  let asked = 0;
  const answers: AnswerLog = {
    ...log,
    at(index) {
      asked += 1;
      return log.at(index);
    },
  };
  const start = Date.UTC(2024, 0, 1);
  return {
    dataset: `EURUSD@${seed}`,
    symbol: 'EURUSD',
    bundle: `bundle-${seed}`,
    answers,
    timeAt: (index) => start + index * hourMs,
    partOf: (time) => (time < start + 20 * hourMs ? 'train' : 'test'),
    asked: () => asked,
  };
}
