import { defaultTrainingSettings } from '../../shared/models.ts';
import type { Prediction } from '../../shared/prediction.ts';
import { type Result, success } from '../../shared/result.ts';
import type { ConfigOwner } from './config/config-owner.ts';
import type { MarketSession } from './instruments/market-session.ts';
import type { Session } from './instruments/session.ts';
import type { Jobs } from './jobs.ts';
import type { AssetService } from './market/assets/asset-service.ts';
import type { MarketStore } from './market/market-store.ts';
import type { Replay } from './market/replay.ts';
import { simulatedId, storeSimulatedHistory } from './market/simulator/simulated-market.ts';
import type { Train } from './models/training/train-job.ts';

/** What stands once the desk is ready. */
export interface Ready {
  readonly data: string;
  readonly bars: number;
  readonly model: string | null;
  readonly config_version: number;
  readonly prediction: Prediction | null;
}

/** What the start has come to, in a few words. */
export function readiness(parts: {
  session: Pick<MarketSession, 'dataset' | 'models'>;
  assets: Pick<AssetService, 'metadata'>;
  config: Pick<ConfigOwner, 'version'>;
  prediction: Prediction | null;
}): Ready {
  const { session, assets, config, prediction } = parts;
  const dataset = session.dataset();
  return {
    data: dataset ? `${assets.metadata(dataset.symbol).display} (${dataset.source})` : 'none',
    bars: dataset?.bars ?? 0,
    model: session.models().active,
    config_version: config.version(),
    prediction,
  };
}

/**
 * Opens what was open last. With no data at all it makes the simulated market; with no bundle for the
 * simulated market it trains one; then it plays.
 */
export async function startUp(parts: {
  session: MarketSession;
  store: MarketStore;
  jobs: Jobs;
  train: Train;
  replay: Replay;
  seed: number;
  last: Session;
}): Promise<Result<null>> {
  const { session, store, jobs, train, replay, seed, last } = parts;
  await session.refresh();
  let { datasets } = session.market();
  if (datasets.length === 0) {
    const made = await jobs.run('simulate', 'Making the simulated market', (context) =>
      storeSimulatedHistory(store, seed, context),
    ).ended;
    if (!made.ok) return made;
    await session.refresh();
    datasets = session.market().datasets;
  }
  const wanted =
    datasets.find(({ id }) => id === last.dataset) ??
    datasets.find(({ id }) => id === simulatedId) ??
    datasets[0];
  const opened = await session.openDataset(wanted.id);
  if (!opened.ok) return opened;
  if (wanted.source === 'simulated' && session.models().active === null) {
    const trained = await train({ dataset: wanted.id, seed, settings: defaultTrainingSettings }).ended;
    if (!trained.ok) return trained;
  }
  replay.setSpeed(last.speed);
  if (last.playing) replay.play();
  return success(null);
}
