import type { Handlers } from '../../../shared/operations.ts';
import { failure, success } from '../../../shared/result.ts';
import type { ConfigOwner } from '../config/config-owner.ts';
import type { ModelService } from '../ensemble/model-service.ts';
import type { DataService } from '../market/data-service.ts';
import type { Replay } from '../market/replay.ts';
import type { MarketSession } from '../market-session.ts';
import { decisionRulesOf } from './material.ts';
import { explain } from './why.ts';

export type ExperimentOperation =
  | Exclude<
      Extract<keyof Handlers, `experiments.${string}`>,
      'experiments.save' | 'experiments.open' | 'experiments.export'
    >
  | 'prediction.why';

export function createExperimentHandlers(parts: {
  config: ConfigOwner;
  session: MarketSession;
  models: ModelService;
  data: DataService;
  replay: Replay;
}): Pick<Handlers, ExperimentOperation> {
  const { config, session, models, data, replay } = parts;
  const closed = () => failure('conflict', 'The laboratory is not open yet.');
  return {
    'prediction.why': ({ bar_time }) => {
      const present = replay.state().index;
      const index = bar_time === undefined ? present : data.log('1H').indexAt(bar_time);
      if (index < 0 || index > present)
        return failure('not-found', 'The replay has not reached that bar yet.');
      const prediction = models.predict(index);
      if (prediction) return success(explain(prediction, decisionRulesOf(config.values())));
      return failure(
        'not-found',
        session.models().silent_because ?? 'The models were still warming up at that bar.',
      );
    },
    'experiments.backtest': closed,
    'experiments.point': closed,
    'experiments.compare': closed,
    'experiments.triangle': closed,
    'experiments.overfit': closed,
    'experiments.walk-forward': closed,
    'experiments.versions': closed,
    'experiments.record': closed,
    'experiments.reproduce': closed,
  };
}
