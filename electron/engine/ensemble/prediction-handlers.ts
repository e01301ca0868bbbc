import type { VersionValues } from '../../../shared/audit.ts';
import type { Timeframe } from '../../../shared/market.ts';
import type { Handlers, OperationInput } from '../../../shared/operations/index.ts';
import { type TradingConfig, weightSumTolerance, weightsSumToOne } from '../../../shared/parameters.ts';
import type { Component, Prediction, WhatIf } from '../../../shared/prediction.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { normalise, type Weights, weightsOf } from '../../../shared/weights.ts';
import type { ConfigOwner } from '../config/config-owner.ts';
import type { Instrument } from '../instruments/instrument.ts';
import type { Instruments } from '../instruments/instruments.ts';
import { combineComponents, tilt } from './combine.ts';
import { ensembleUnder } from './mtf-ensemble.ts';

type PredictionOperation = `prediction.${'at' | 'latest' | 'list' | 'what-if'}`;

export interface PredictionHandlerParts {
  readonly config: ConfigOwner;
  readonly instruments: Pick<Instruments, 'find'>;
  /** The values that a version held for a symbol, from the audit trail. */
  readonly valuesOf: (version: number, symbol: string) => Promise<Result<VersionValues>>;
  /** A prediction was asked for, so that the counters of its cache have moved. */
  readonly onServed: () => void;
}

/** Predictions: the current one, at past bars, under other versions, and for components that the caller gives. */
export function createPredictionHandlers(parts: PredictionHandlerParts): Pick<Handlers, PredictionOperation> {
  const { config, instruments, valuesOf, onServed } = parts;

  function served(instrument: Instrument, index: number): Result<Prediction> {
    const prediction = instrument.predictions().predict(index);
    onServed();
    return prediction ? success(prediction) : failure('not-found', silenceOf(instrument));
  }

  /** Predicts bars under the values in force, including a preview, or under those of a version. */
  async function judge(
    { predictions, dataset }: Instrument,
    version: number | undefined,
  ): Promise<Result<(index: number) => Prediction | null>> {
    if (version === undefined) {
      const { symbol } = dataset();
      const preview = config.previewing(symbol);
      const at = predictions().predictUnder(config.values(symbol), config.versionOf(symbol));
      return success((index) => {
        const prediction = at(index);
        return prediction && { ...prediction, preview };
      });
    }
    const found = await valuesOf(version, dataset().symbol);
    return found.ok ? success(predictions().predictUnder(found.value.values, version)) : found;
  }

  return {
    'prediction.latest': ({ dataset }) => {
      const found = instruments.find(dataset);
      return found.ok ? served(found.value, found.value.replay.state().index) : found;
    },
    'prediction.at': ({ bar_time, dataset }) => {
      const found = instruments.find(dataset);
      if (!found.ok) return found;
      const { data, replay } = found.value;
      const hours = data.log('1H');
      const index = hours.indexAt(bar_time);
      if (index < hours.first()) return failure('not-found', 'There is no bar at or before that time.');
      if (index > replay.state().index) {
        return failure('not-found', 'The replay has not reached that bar yet.');
      }
      return served(found.value, index);
    },
    'prediction.list': async ({ from, to, version, limit, dataset }) => {
      const found = instruments.find(dataset);
      if (!found.ok) return found;
      const { data, replay } = found.value;
      const at = await judge(found.value, version);
      if (!at.ok) return at;
      const hours = data.log('1H');
      const newest = Math.min(
        replay.state().index,
        to === undefined ? hours.length() - 1 : hours.indexAt(to),
      );
      const predictions: Prediction[] = [];
      for (let index = newest; index >= hours.first() && predictions.length < limit; index -= 1) {
        if (from !== undefined && hours.timeAt(index) < from) break;
        const prediction = at.value(index);
        if (prediction) predictions.push(prediction);
      }
      return success(predictions);
    },
    'prediction.what-if': (asked) => {
      const found = instruments.find(asked.dataset);
      if (!found.ok) return found;
      const { predictions, replay, dataset } = found.value;
      const present = predictions().predict(replay.state().index);
      return whatIf(asked, config.values(dataset().symbol), present, () => silenceOf(found.value));
    },
  };
}

function silenceOf(instrument: Instrument): string {
  return instrument.silentBecause() ?? 'The models were still warming up at that bar.';
}

/**
 * Combines the given components. With a regime, weights are normalised and tilted by it. Without one, given weights are
 * used as effective weights, and the configured ones are tilted as at the current bar.
 */
function whatIf(
  asked: OperationInput<'prediction.what-if'>,
  values: TradingConfig,
  present: Prediction | null,
  silence: () => string,
): Result<WhatIf> {
  const components = asked.components ?? present?.components;
  if (!components) {
    return failure('conflict', `There is no present prediction to take the components from: ${silence()}`, [
      { path: 'components', message: 'name them' },
    ]);
  }
  const { model, trading } = values;
  const regime = asked.regime ?? (asked.weights ? null : (present?.regime ?? 'unknown'));
  const given = asked.weights && inOrder(asked.weights);
  const own = given ?? weightsOf(model);
  if (given && regime === null && !weightsSumToOne(given)) {
    return failure('invalid', 'Effective weights must sum to 1; with a regime any are normalised first.', [
      { path: 'weights', message: `must sum to 1 (±${weightSumTolerance})` },
    ]);
  }
  const weights = asked.regime
    ? tilt(normalise(own), asked.regime)
    : given
      ? summingToOne(given)
      : ensembleUnder(values).weights(regime ?? 'unknown');
  const [first, second, third] = [components['1H'], components['4H'], components.D];
  const combined = combineComponents(
    [first.direction, second.direction, third.direction],
    [first.confidence, second.confidence, third.confidence],
    weights,
    asked.agreement_bonus ?? model.agreement_bonus,
  );
  const component = ({ direction, confidence }: typeof first, weight: number): Component => ({
    prob_up: direction === 1 ? confidence : 1 - confidence,
    direction,
    confidence,
    weight,
  });
  const confidence_threshold = asked.confidence_threshold ?? trading.confidence_threshold;
  return success({
    ...combined,
    prob_down: 1 - combined.prob_up,
    should_trade: combined.confidence >= confidence_threshold,
    components: {
      '1H': component(first, weights[0]),
      '4H': component(second, weights[1]),
      D: component(third, weights[2]),
    },
    confidence_threshold,
    weights: { '1H': weights[0], '4H': weights[1], D: weights[2] },
    regime,
  });
}

/** Normalises weights whose sum is off by the tolerance, as for the configured ones; a sum of 1 stays exactly as it is. */
function summingToOne(weights: Weights): Weights {
  const sum = weights[0] + weights[1] + weights[2];
  return Math.abs(sum - 1) < 1e-9 ? weights : normalise(weights);
}

function inOrder(weights: Readonly<Record<Timeframe, number>>): Weights {
  return [weights['1H'], weights['4H'], weights.D];
}
