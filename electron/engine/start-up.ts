import { defaultTrainingSettings } from '../../shared/models.ts';
import type { Prediction } from '../../shared/prediction.ts';
import { type Result, success } from '../../shared/result.ts';
import type { ConfigOwner } from './config/config-owner.ts';
import type { Catalog } from './instruments/catalog.ts';
import type { Instrument } from './instruments/instrument.ts';
import type { Instruments } from './instruments/instruments.ts';
import type { Session } from './instruments/session.ts';
import type { Jobs } from './jobs.ts';
import type { MarketStore } from './market/market-store.ts';
import { simulatedId, storeSimulatedHistory } from './market/simulator/simulated-market.ts';
import type { Train } from './models/training/train-job.ts';

/** The state once the desk is ready. */
export interface Ready {
  readonly data: string;
  readonly bars: number;
  readonly model: string | null;
  readonly config_version: number;
  readonly prediction: Prediction | null;
}

/** A summary of the start, in a few words. */
export function readiness(parts: {
  focus: Instrument | null;
  catalog: Pick<Catalog, 'metadata'>;
  config: Pick<ConfigOwner, 'version'>;
}): Ready {
  const { focus, catalog, config } = parts;
  const dataset = focus?.dataset();
  return {
    data: dataset ? `${catalog.metadata(dataset.symbol).display} (${dataset.source})` : 'none',
    bars: dataset?.bars ?? 0,
    model: focus?.bundle()?.summary.id ?? null,
    config_version: config.version(),
    prediction: focus?.latest() ?? null,
  };
}

/**
 * Opens the instrument that had the focus last. Without any data it creates the simulated market, without a bundle for
 * that market it trains one, and then it starts the replay.
 */
export async function startUp(parts: {
  instruments: Instruments;
  catalog: Catalog;
  store: MarketStore;
  jobs: Jobs;
  train: Train;
  seed: number;
  last: Session;
}): Promise<Result<null>> {
  const { instruments, catalog, store, jobs, train, seed, last } = parts;
  await instruments.refresh();
  if (catalog.datasets().length === 0) {
    const made = await jobs.run('simulate', 'Making the simulated market', (context) =>
      storeSimulatedHistory(store, seed, context),
    ).ended;
    if (!made.ok) return made;
    await instruments.refresh();
  }
  const datasets = catalog.datasets();
  const wanted =
    datasets.find(({ id }) => id === last.dataset) ??
    datasets.find(({ id }) => id === simulatedId) ??
    datasets[0];
  const opened = await instruments.activate(wanted.id);
  if (!opened.ok) return opened;
  if (wanted.source === 'simulated' && instruments.focus()?.bundle() === null) {
    const trained = await train({ dataset: wanted.id, seed, settings: defaultTrainingSettings }).ended;
    if (!trained.ok) return trained;
  }
  const { speed, playing } = last.open.find(({ dataset }) => dataset === wanted.id) ?? firstStart;
  const replay = instruments.focus()?.replay;
  replay?.setSpeed(speed);
  if (playing) replay?.play();
  return success(null);
}

const firstStart = { speed: 1, playing: true } as const;
