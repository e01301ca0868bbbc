import type { DeskState } from '../../../shared/desk.ts';
import type { InstrumentState } from '../../../shared/instruments.ts';
import { type Timeframe, timeframes } from '../../../shared/market.ts';
import type { Scope } from '../../../shared/symbols.ts';
import type { AskedChanges, ConfigOwner } from '../config/config-owner.ts';
import { bundleDifferences } from '../models/bundles/bundle-differences.ts';
import type { Catalog } from './catalog.ts';
import type { Instrument } from './instrument.ts';

/** What the window shows of an instrument, the one in focus as a rule; null stands for none. */
export interface Slices {
  market(of: Instrument | null): DeskState['market'];
  replay(of: Instrument | null): DeskState['replay'];
  instruments(all: readonly Instrument[], focus: Instrument | null): DeskState['instruments'];
  models(of: Instrument | null): DeskState['models'];
  /** The values that the bundle was trained under, where they differ from those for `scope`; null when none does. */
  bundleChanges(of: Instrument | null, scope: Scope): AskedChanges | null;
  /** Why nothing is open, which is said where the prediction would be. */
  notOpen(because: string): void;
}

export function createSlices(parts: { catalog: Catalog; config: Pick<ConfigOwner, 'values'> }): Slices {
  const { catalog, config } = parts;
  let notOpenBecause = 'Getting ready.';

  function differences(of: Instrument | null, symbol?: string) {
    const bundle = of?.bundle();
    return bundle ? bundleDifferences(bundle, config.values(symbol)) : [];
  }

  return {
    market: (of) => ({
      datasets: catalog.datasets(),
      active: of?.id ?? null,
      asset: of && catalog.metadata(of.dataset().symbol),
      assets: [...new Set(catalog.datasets().map(({ symbol }) => symbol))].map(catalog.metadata),
      latest_price: of?.data.latestPrice(() => priceAt(of)) ?? null,
      closed_bars: Object.fromEntries(
        timeframes.map((timeframe) => [timeframe, of ? heldBars(of, timeframe) : 0]),
      ) as DeskState['market']['closed_bars'],
    }),
    replay: (of) => of?.replay.state() ?? noReplay,
    instruments: (all, focus) => all.map((each) => inShort(each, each === focus)),
    models: (of) => ({
      bundles: catalog.bundles(),
      active: of?.bundle()?.summary.id ?? null,
      differences: differences(of, of?.dataset().symbol),
      silent_because: of ? of.silentBecause() : notOpenBecause,
    }),
    bundleChanges(of, scope) {
      const found = differences(of, scope ?? undefined);
      if (found.length === 0) return null;
      return { model: Object.fromEntries(found.map(({ path, bundle }) => [path.split('.')[1], bundle])) };
    },
    notOpen(because) {
      notOpenBecause = because;
    },
  };
}

function inShort(instrument: Instrument, focus: boolean): InstrumentState {
  const { bar_time, playing, speed } = instrument.replay.state();
  const prediction = instrument.latest();
  return {
    dataset: instrument.id,
    symbol: instrument.dataset().symbol,
    focus,
    bundle: instrument.bundle()?.summary.id ?? null,
    silent_because: instrument.silentBecause(),
    bar_time,
    price: priceAt(instrument),
    playing,
    speed,
    prediction: prediction && {
      direction: prediction.direction,
      confidence: prediction.confidence,
      should_trade: prediction.should_trade,
    },
  };
}

function heldBars({ data }: Instrument, timeframe: Timeframe): number {
  const log = data.log(timeframe);
  return log.length() - log.first();
}

function priceAt({ data, replay }: Instrument): number | null {
  const { index } = replay.state();
  return index < 0 ? null : data.log('1H').closeAt(index);
}

const noReplay: DeskState['replay'] = {
  index: -1,
  bar_time: null,
  bars: 0,
  from: null,
  to: null,
  playing: false,
  speed: 1,
  endless: false,
};
