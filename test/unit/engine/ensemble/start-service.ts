import { createModelService } from '../../../../electron/engine/ensemble/model-service.ts';
import { createMtfEnsemble } from '../../../../electron/engine/ensemble/mtf-ensemble.ts';
import type { Prediction } from '../../../../shared/prediction.ts';
import { startConfig } from '../config/harness.ts';
import { sampleSource } from './sample-source.ts';

/** A model service over answers at random, with all that it stands on. */
export function startService() {
  const { config, clock, storage } = startConfig();
  const ensemble = createMtfEnsemble(config);
  const service = createModelService({ config, ensemble, now: clock.now, elapsed: clock.elapsed });
  const source = sampleSource(1, 40);
  const predictions = service.on(source);
  const predict = (index: number): Prediction => {
    const prediction = predictions.predict(index);
    if (!prediction) throw new Error(`no prediction at ${index}`);
    return prediction;
  };
  /** An hour at which the three models agree, in the regime asked for. */
  const hourWith = (regime: string, agree: boolean): number => {
    for (let i = 0; i < 40; i += 1) {
      const prediction = predictions.predict(i);
      if (prediction?.regime === regime && (prediction.agreement_count === 3) === agree) return i;
    }
    throw new Error(`the sample has no such hour`);
  };
  return { config, clock, storage, ensemble, service, predictions, source, predict, hourWith };
}
