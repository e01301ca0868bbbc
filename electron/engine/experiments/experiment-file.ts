import { createHash } from 'node:crypto';
import type { Backtest } from '../../../shared/experiments/backtest.ts';
import type { ExperimentFile, Reproduction } from '../../../shared/experiments/experiment-file.ts';
import type { Scope } from '../../../shared/experiments/scope.ts';
import type { ConfigSource } from '../../../shared/experiments/source.ts';
import { type Bars, hourMs } from '../../../shared/market.ts';
import type { BundleSummary } from '../../../shared/models.ts';
import { type Result, success } from '../../../shared/result.ts';
import { defaults } from '../config/layers.ts';
import type { CallOptions, Laboratory } from '../laboratory/laboratory.ts';
import { barColumns } from '../market/bars.ts';
import { bundleByHash } from '../models/bundles/bundle-hash.ts';
import { backtest, type Subject, subjectOf } from './backtests.ts';
import { type ConfigSources, withChanges } from './config-sources.ts';
import type { Scopes } from './scopes.ts';

export interface ExperimentFileParts {
  readonly sources: ConfigSources;
  readonly scopes: Scopes;
  readonly laboratory: Laboratory;
  readonly bundles: () => readonly BundleSummary[];
  /** Wall clock, ms. */
  readonly now: () => number;
}

/** Runs a backtest and records it with everything needed to run it again. */
export async function recordExperiment(
  parts: ExperimentFileParts,
  input: { readonly scope: Scope; readonly source: ConfigSource; readonly seed: number },
  call?: CallOptions,
): Promise<Result<ExperimentFile>> {
  const subject = await subjectOf(parts, input);
  if (!subject.ok) return subject;
  const found = await backtest(parts.laboratory, subject.value, input.seed, call);
  return found.ok ? success(documentOf(subject.value, found.value, input.seed, parts.now())) : found;
}

function documentOf(subject: Subject, found: Backtest, seed: number, now: number): ExperimentFile {
  const { ground, period } = subject.place;
  const { label, values } = subject.named;
  return inJson({
    format: 2,
    saved_at: now,
    config: values,
    label,
    bundle: { id: ground.bundle.id, hash: ground.bundle.hash },
    data: {
      dataset: ground.dataset.id,
      symbol: ground.dataset.symbol,
      hash: hashBars(ground.hours),
      bars: ground.hours.time.length,
      from: ground.hours.time[0],
    },
    seed,
    scope: {
      dataset: period.dataset,
      bundle: period.bundle,
      part: period.part,
      from: period.from,
      to: period.to + hourMs,
      spread: period.spread,
    },
    results: { figures: found.figures, intervals: found.intervals, trades: found.trades },
  });
}

/**
 * Runs a recorded experiment again, on the same number of bars as then, and compares every value to the last bit. Where
 * it cannot run, the differences say why.
 */
export async function reproduceExperiment(
  parts: ExperimentFileParts,
  file: ExperimentFile,
  call?: CallOptions,
): Promise<Result<Reproduction>> {
  const differences: Difference[] = [];
  const differs = (path: string, recorded: unknown, now: unknown) => {
    if (differences.length < mostDifferences)
      differences.push({ path, recorded: inWords(recorded), now: inWords(now) });
  };
  const done = () => success({ file, same: differences.length === 0, differences });

  const values = withChanges(defaults, file.config);
  if (!values.ok) {
    for (const { path, message } of values.problem.details ?? [])
      differs(`config.${path}`, valueAt(file.config, path), `no longer valid: ${message}`);
    return done();
  }
  for (const [category, group] of Object.entries(values.value)) {
    for (const [key, value] of Object.entries(group)) {
      if (file.config[category]?.[key] === undefined)
        differs(`config.${category}.${key}`, 'not there', value);
    }
  }
  const { id, hash: recorded } = file.bundle;
  const same = bundleByHash(parts.bundles(), recorded, id);
  const bundle = same ?? parts.bundles().find((each) => each.id === id);
  if (!same) differs('bundle', shortHash(file.bundle), bundle ? shortHash(bundle) : 'no such bundle');
  if (!bundle) return done();
  const isEarlier = file.format === 1;
  const spread = isEarlier ? 'set' : file.scope.spread;
  const scope = { ...file.scope, spread, dataset: file.data.dataset, bundle: bundle.id };
  const place = await parts.scopes.placeAsOf(scope, file.data, call?.signal);
  if (!place.ok) {
    if (place.problem.code === 'cancelled' || place.problem.code === 'internal') return place;
    differs('data', `${file.data.bars} bars of ${file.data.dataset}`, place.problem.message);
    return done();
  }
  const { hours } = place.value.ground;
  if (hours.time.length !== file.data.bars) differs('data.bars', file.data.bars, hours.time.length);
  const hash = hashBars(hours);
  if (hash !== file.data.hash) differs('data.hash', file.data.hash, hash);

  const subject: Subject = { named: { label: file.label, values: values.value }, place: place.value };
  const again = await backtest(parts.laboratory, subject, file.seed, call);
  if (!again.ok) return again;
  const { figures, intervals, trades } = again.value;
  const results = { figures: isEarlier ? figuresOfBefore(figures) : figures, intervals, trades };
  compare('results', file.results, inJson(results), differs);
  if (isEarlier && differences.length > 0) differences.unshift(otherRules);
  return done();
}

/** SHA-256, hex, of the columns of bars in the order of `barColumns`, spreads last, as little-endian 64-bit floats. */
export function hashBars(bars: Bars): string {
  const hash = createHash('sha256');
  const columns = barColumns.map((column) => bars[column]);
  for (const { buffer, byteOffset, byteLength } of bars.spread ? [...columns, bars.spread] : columns)
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest('hex');
}

type Difference = Reproduction['differences'][number];

/** The figures that version 0.1 recorded. */
function figuresOfBefore(all: Backtest['figures']) {
  const { losses: _losses, unfinished_pips: _open, max_drawdown_open_pips: _drawdown, ...figures } = all;
  return figures;
}

const otherRules: Difference = {
  path: 'rules',
  recorded: 'version 0.1',
  now: 'gaps, trades still open at the end of the data, days and intervals are computed differently since then',
};

const mostDifferences = 50;

function compare(
  path: string,
  recorded: unknown,
  now: unknown,
  differs: (path: string, recorded: unknown, now: unknown) => void,
): void {
  if (Object.is(recorded, now)) return;
  if (!isObject(recorded) || !isObject(now)) {
    differs(path, recorded, now);
    return;
  }
  if (Array.isArray(recorded) && Array.isArray(now) && recorded.length !== now.length)
    differs(`${path}.length`, recorded.length, now.length);
  for (const key of new Set([...Object.keys(recorded), ...Object.keys(now)])) {
    // Entries beyond the end of the shorter list are covered by the difference of length.
    if (Array.isArray(recorded) && (!Object.hasOwn(recorded, key) || !Object.hasOwn(now, key))) continue;
    compare(`${path}.${key}`, recorded[key], now[key], differs);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The value as JSON restores it, so that differences JSON cannot express, such as −0 and 0, are not compared. */
function inJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

function inWords(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? 'not there' : JSON.stringify(value);
}

function valueAt(config: ExperimentFile['config'], path: string): unknown {
  const [category, key] = path.split('.');
  return key === undefined ? config[category] : config[category]?.[key];
}

function shortHash({ id, hash }: { readonly id: string; readonly hash: string }): string {
  return `${id} (${hash.slice(0, 12)})`;
}
