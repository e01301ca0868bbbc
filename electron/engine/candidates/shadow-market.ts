import { type PeriodRules, periodRulesOf } from '../../../shared/market.ts';
import { regimes } from '../../../shared/prediction.ts';
import { daysPerYear } from '../experiments/period-days.ts';
import type { Instrument } from '../instruments/instrument.ts';
import type { AssetService } from '../market/assets/asset-service.ts';
import type { BarLog } from '../market/bar-log.ts';
import { createPeriods } from '../market/periods.ts';
import type { RunningDays } from '../statistics/running-figures.ts';
import type { ShadowMarket } from './shadow-scorer.ts';

/** The market of an instrument for the candidates; null without predictions. The same object while nothing changes. */
export function createShadowMarkets(parts: {
  assets: Pick<AssetService, 'metadata'>;
}): (instrument: Instrument | null) => ShadowMarket | null {
  const { assets } = parts;
  let market: ShadowMarket | null = null;
  return (instrument) => {
    const answering = instrument?.answering();
    if (!instrument || !answering) return null;
    if (market?.identity === answering) return market;
    const hours = instrument.data.log('1H');
    market = {
      identity: answering,
      pipSize: assets.metadata(answering.dataset.symbol).pip_size,
      days: daysOf(hours, periodRulesOf(answering.dataset)),
      barAt: hours.barAt,
      saidAt(index) {
        const said = answering.answers.at(index);
        return said && { probUp: said.probUp, regime: regimes[said.regime] };
      },
    };
    return market;
  };
}

/** The trading days of the data, counted as in experiments. */
function daysOf(hours: Pick<BarLog, 'first' | 'length' | 'timeAt'>, rules: PeriodRules): RunningDays {
  const { dateOf: dayOf } = createPeriods(rules);
  let days = 0;
  let latest = Number.NaN;
  for (let bar = hours.first(); bar < hours.length(); bar += 1) {
    const date = dayOf(hours.timeAt(bar));
    if (date !== latest) days += 1;
    latest = date;
  }
  return {
    dayOf,
    daysPerYear: days === 0 ? 1 : daysPerYear(days, dayOf(hours.timeAt(hours.first())), latest),
  };
}
