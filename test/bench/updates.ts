import type { ConfigOwner } from '../../electron/engine/config/trading-config.ts';
import { createRandom } from '../../electron/engine/random.ts';
import { regimes } from '../../shared/prediction.ts';
import { flatBars, type InUse, type Predicting } from './predicting.ts';

const hours = 37_396;

/** Gives the models' answers for six years of hours, drawn at random: combining does not care where they come from. */
export function fillAnswers({ use }: Predicting): InUse {
  const random = createRandom(1);
  const column = () => Float64Array.from({ length: hours }, () => 0.35 + 0.3 * random.next());
  return use(flatBars(hours), {
    prob_up: [column(), column(), column()],
    regime: Uint8Array.from({ length: hours }, () => random.int(regimes.length)),
  });
}

/** Milliseconds from each of `count` updates, of all three categories in turn, to its new prediction. */
export async function timeUpdates(
  { config, predict }: { config: ConfigOwner; predict: InUse['predict'] },
  count: number,
  first = 0,
): Promise<number[]> {
  const times: number[] = [];
  for (let index = first; index < first + count; index += 1) {
    const [category, changes] = edits[index % edits.length](index);
    const bar = (index * 97) % hours;
    const start = performance.now();
    const receipt = await config.update(category, changes, { by: 'window' });
    const prediction = predict(bar);
    times.push(performance.now() - start);
    if (!receipt.ok) throw new Error(receipt.problem.message);
    if (prediction?.config_version !== receipt.value.version) throw new Error('the prediction is not new');
  }
  return times;
}

const share = (index: number) => (index % 50) / 100;

const edits: readonly ((index: number) => [string, Record<string, number | boolean>])[] = [
  (i) => ['model', { weight_1h: 0.4 + share(i) / 2, weight_4h: 0.5 - share(i) / 2, weight_daily: 0.1 }],
  (i) => ['trading', { confidence_threshold: 0.5 + share(i) / 2 }],
  (i) => ['model', { agreement_bonus: share(i) / 5, use_regime_adjustment: i % 2 === 0 }],
  (i) => ['cache', { prediction_cache_max_size: 50 + (i % 100), ohlcv_cache_max_size: 10 + (i % 10) }],
];
