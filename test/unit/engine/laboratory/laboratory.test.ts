import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { createAnalyst } from '../../../../electron/engine/ensemble/analyst.ts';
import { curveOf, figuresOf } from '../../../../electron/engine/experiments/figures.ts';
import { isPredicted, periodDaysOf } from '../../../../electron/engine/experiments/period-days.ts';
import { computeFeatures } from '../../../../electron/engine/features/compute-features.ts';
import { knownFeatures } from '../../../../electron/engine/features/known-features.ts';
import {
  type CallOptions,
  createLaboratory,
  type Laboratory,
  type MaterialSource,
} from '../../../../electron/engine/laboratory/laboratory.ts';
import { partsOf } from '../../../../electron/engine/laboratory/laboratory-triangle.ts';
import { resample } from '../../../../electron/engine/market/resample.ts';
import {
  createSimulator,
  simulatedIntervalMs,
} from '../../../../electron/engine/market/simulator/simulator.ts';
import { readBundle, writeBundle } from '../../../../electron/engine/models/bundles/bundle.ts';
import { trainBundle } from '../../../../electron/engine/models/training/train-bundle.ts';
import { computeOutcomes } from '../../../../electron/engine/trades/outcomes.ts';
import { runTrades } from '../../../../electron/engine/trades/trade-run.ts';
import { failure, type Result, success } from '../../../../shared/result.ts';
import { mixAt, mixCount } from '../../../../shared/simplex.ts';
import { normalise } from '../../../../shared/weights.ts';
import { simulatedHours, withAnswers } from '../experiments/sample-material.ts';
import { utcPeriods, utcRules } from '../market/utc-periods.ts';
import { sampleBundle } from '../models/sample-bundle.ts';
import { quickSettings } from '../models/sample-market.ts';

const workers: Worker[] = [];
let laboratory: Laboratory;
afterEach(() => laboratory.close());

function open(): Laboratory {
  workers.length = 0;
  laboratory = createLaboratory({
    startWorker(name) {
      const worker = new Worker(new URL(`../../../../electron/workers/${name}.ts`, import.meta.url));
      workers.push(worker);
      return worker;
    },
  });
  return laboratory;
}

const material = withAnswers(simulatedHours(4, 3000), 8);
let brought = 0;
const source: MaterialSource = () => {
  brought += 1;
  return success({ kind: 'ready', ...material });
};
const rules = { takeProfit: 25, stopLoss: 15, maxHours: 12, spread: 0.5, recordedSpread: true };
const decision = {
  weights: [0.6, 0.3, 0.1] as const,
  agreementBonus: 0.05,
  regimeAdjustment: true,
  threshold: 0.55,
};
const range = { from: 100, to: 2900 };
const outcomes = computeOutcomes(material.hours, material.pipSize, rules);
const request = { rules, decision, range };

describe('the laboratory', () => {
  it('gives the figures and the curve of a point', async () => {
    const found = valueIn(await open().point('a', source, request));
    const trades = runTrades(material, outcomes, decision, range);
    expect(found.figures).toEqual(figuresOf(trades, periodDaysOf(material, outcomes, range)));
    expect(found.figures.trades).toBeGreaterThan(100);
    expect(found.curve).toEqual(curveOf(trades, material.hours));
  });

  it('gives the triangle that single runs give, each mix by whichever worker', async () => {
    const progress: number[] = [];
    const found = valueIn(
      await open().triangle(
        'a',
        source,
        { ...request, steps: 40 },
        { onProgress: (share) => progress.push(share) },
      ),
    );
    expect(workers).toHaveLength(2);
    for (let mix = 0; mix < mixCount(40); mix += 1) {
      const weights = normalise(mixAt(mix, 40));
      const trades = runTrades(material, outcomes, { ...decision, weights }, range);
      const figures = figuresOf(trades, periodDaysOf(material, outcomes, range));
      expect([found.trades[mix], found.wins[mix]]).toEqual([figures.trades, figures.wins]);
      expect(found.total_pips[mix]).toBe(figures.total_pips);
      expect(found.profit_factor[mix]).toBe(figures.profit_factor ?? Number.NaN);
      expect(found.max_drawdown_pips[mix]).toBe(figures.max_drawdown_pips);
      expect(found.sharpe[mix]).toBe(figures.sharpe ?? Number.NaN);
    }
    expect(progress.at(-1)).toBe(1);
  });

  it('tells of a backtest all that its tables need, and the parts add up', async () => {
    const found = valueIn(await open().backtest('a', source, { ...request, seed: 1 }));
    const { figures, by_regime, by_month, trades } = found;
    expect(trades).toHaveLength(figures.trades);
    expect(sum(by_regime.map((row) => row.figures.trades))).toBe(figures.trades);
    const said = material.hours.time
      .slice(range.from, range.to)
      .filter((_, i) => isPredicted(material.answers, range.from + i));
    expect(sum(by_regime.map((row) => row.bars))).toBe(said.length);
    expect(sum(by_regime.map((row) => row.figures.exposure))).toBeCloseTo(figures.exposure);
    expect(sum(by_month.map((row) => row.total_pips))).toBeCloseTo(figures.total_pips);
    expect(sum(by_month.map((row) => row.wins))).toBe(figures.wins);
    expect(by_month.map((row) => row.month)).toEqual([...by_month.map((row) => row.month)].sort());
    expect(found.intervals.total_pips).not.toBeNull();
  });

  it('compares two configurations: the same one differs in nothing', async () => {
    const a = { rules, decision };
    const b = { rules, decision: { ...decision, threshold: 0.6 } };
    const same = valueIn(await open().compare('a', source, { a, b: a, range, seed: 1 }));
    expect(same.flips).toEqual([]);
    expect(same.differences.total_pips).toEqual({ value: 0, interval: { low: 0, high: 0 } });
    const other = valueIn(await laboratory.compare('a', source, { a, b, range, seed: 1 }));
    expect(other.flips.length).toBeGreaterThan(0);
    expect(other.flips.every((flip) => flip.b.decision === 'none')).toBe(true);
    expect(other.differences.trades.value).toBe(other.b.figures.trades - other.a.figures.trades);
  });

  it('runs the long experiments with progress, and both can be cancelled', async () => {
    open();
    const long = {
      overfit: { ...request, steps: 20, resamples: 100, seed: 1 },
      walkForward: {
        ...request,
        chooseDays: 40,
        tradeDays: 10,
        objective: 'total_pips',
        minTrades: 5,
        steps: 10,
        seed: 1,
      },
    } as const;
    for (const kind of ['overfit', 'walkForward'] as const) {
      const ask = (options: CallOptions) =>
        kind === 'overfit'
          ? laboratory.overfit('a', source, long.overfit, options)
          : laboratory.walkForward('a', source, long.walkForward, options);
      const shares: number[] = [];
      const [ended, meanwhile] = await Promise.all([
        ask({ onProgress: (share) => shares.push(share) }),
        laboratory.point('a', source, request),
      ]);
      expect([ended.ok, meanwhile.ok]).toEqual([true, true]);
      expect(shares).toEqual([...shares].sort((a, b) => a - b));
      expect(shares.at(-1)).toBe(1);
      const stop = new AbortController();
      expect(await ask({ signal: stop.signal, onProgress: () => stop.abort() })).toMatchObject(cancelled);
    }
    const found = valueIn(await laboratory.overfit('a', source, long.overfit));
    const again = valueIn(await laboratory.overfit('a', source, long.overfit));
    expect(again).toEqual(found);
  });

  it('has the models answer where the material is bars and a bundle', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'laboratory-'));
    try {
      const bundle = join(folder, 'small');
      const base = createSimulator({ seed: 5 }).next(150_000);
      const bars = {
        '1H': resample(base, '1H', simulatedIntervalMs, utcPeriods),
        '4H': resample(base, '4H', simulatedIntervalMs, utcPeriods),
        D: resample(base, 'D', simulatedIntervalMs, utcPeriods),
      };
      const features = computeFeatures(bars, utcPeriods);
      const trained = valueIn(
        trainBundle({ bars, periods: utcPeriods, features, settings: quickSettings, seed: 1 }),
      );
      valueIn(await writeBundle(bundle, { ...sampleBundle, trained }));
      const { models } = valueIn(await readBundle(bundle, knownFeatures()));
      const answers = createAnalyst(bars, models, utcRules).history;
      const own = { rules, decision: { ...decision, threshold: 0.5 }, range: { from: 0, to: 9999 } };
      const ready = valueIn(
        await open().point(
          'ready',
          () =>
            success({
              kind: 'ready',
              periods: utcRules,
              hours: bars['1H'],
              answers,
              pipSize: 0.0001,
              splitTimes: null,
            }),
          own,
        ),
      );
      const read = valueIn(
        await laboratory.point(
          'read',
          () => success({ kind: 'bars', periods: utcRules, bars, bundle, pipSize: 0.0001, splitTimes: null }),
          own,
        ),
      );
      expect(read).toEqual(ready);
      expect(read.figures.trades).toBeGreaterThan(50);
      const missing = await laboratory.point(
        'missing',
        () =>
          success({
            kind: 'bars',
            periods: utcRules,
            bars,
            bundle: `${bundle}-gone`,
            pipSize: 0.0001,
            splitTimes: null,
          }),
        own,
      );
      expect(missing).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.each([
    ['an empty period', { from: 50, to: 50 }, 0.55],
    ['a period after the bars', { from: 9000, to: 9100 }, 0.55],
    ['a threshold that nothing reaches', range, 1],
  ])('finds nothing in %s, which is no failure', async (_what, where, threshold) => {
    const nothing = { rules, decision: { ...decision, agreementBonus: 0, threshold }, range: where };
    const found = valueIn(await open().backtest('a', source, { ...nothing, seed: 1 }));
    expect(found.figures).toMatchObject({
      trades: 0,
      total_pips: 0,
      losses: 0,
      win_rate: null,
      sharpe: null,
      exposure: 0,
      unfinished_pips: null,
    });
    expect(found.intervals.total_pips).toBeNull();
    const triangle = valueIn(await laboratory.triangle('a', source, { ...nothing, steps: 10 }));
    expect(Math.max(...triangle.total_pips, ...triangle.trades)).toBe(0);
  });
});

describe('what is asked of the laboratory at the same time', () => {
  it('keeps the newest of the triangles that wait and answers the others as cancelled', async () => {
    open();
    const asked = [0.5, 0.52, 0.54, 0.56].map((threshold) =>
      laboratory.triangle('a', source, {
        rules,
        decision: { ...decision, threshold },
        range,
        steps: 20,
      }),
    );
    const codes = (await Promise.all(asked)).map((each) => (each.ok ? 'done' : each.problem.code));
    expect(codes).toEqual(['done', 'cancelled', 'cancelled', 'done']);
  });

  it('lets a point go before a triangle that waits', async () => {
    open();
    const order: string[] = [];
    await laboratory.prepare('a', source);
    await Promise.all([
      laboratory.triangle('a', source, { ...request, steps: 100 }).then(() => order.push('triangle')),
      laboratory.point('a', source, request).then(() => order.push('point')),
    ]);
    expect(order).toEqual(['point', 'triangle']);
  });

  it('brings material once to each worker, and again only what made room for other material', async () => {
    open();
    brought = 0;
    await laboratory.prepare('a', source);
    await laboratory.prepare('a', source);
    expect(brought).toBe(2);
    for (const key of ['b', 'c', 'd']) await laboratory.prepare(key, source);
    expect(brought).toBe(8);
    await laboratory.prepare('d', source);
    expect(brought).toBe(8);
    await laboratory.prepare('a', source);
    expect(brought).toBe(10);
  });
});

describe('an experiment that comes to nothing', () => {
  const backtest = { ...request, seed: 1 };

  it('is cancelled at once, wherever it stands, and the next one works', async () => {
    open();
    const before = new AbortController();
    before.abort();
    expect(await laboratory.backtest('a', source, backtest, { signal: before.signal })).toMatchObject(
      cancelled,
    );
    expect(workers).toHaveLength(0);

    const during = new AbortController();
    const running = laboratory.backtest('a', source, backtest, { signal: during.signal });
    during.abort();
    expect(await running).toMatchObject(cancelled);
    expect((await laboratory.backtest('a', source, backtest)).ok).toBe(true);

    const stop = new AbortController();
    const triangle = laboratory.triangle('a', source, { ...request, steps: 100 }, { signal: stop.signal });
    const waiting = laboratory.triangle('a', source, { ...request, steps: 50 }, { signal: stop.signal });
    stop.abort();
    expect(await triangle).toMatchObject(cancelled);
    expect(await waiting).toMatchObject(cancelled);
    expect((await laboratory.triangle('a', source, { ...request, steps: 10 })).ok).toBe(true);
  });

  it('is begun once more on a new worker, with its material, where its own has stopped', async () => {
    open();
    valueIn(await laboratory.point('a', source, request));
    brought = 0;
    const ended = workers[0].terminate();
    const running = laboratory.backtest('a', source, backtest);
    await ended;
    expect((await running).ok).toBe(true);
    expect(brought).toBe(1);
    expect(workers).toHaveLength(2);
  });

  it('says why its material could not be brought, and asks anew the next time', async () => {
    open();
    let good = false;
    const moody = (): Result<never> | ReturnType<MaterialSource> =>
      good ? source() : failure('unreadable', 'The bars cannot be read.');
    expect(await laboratory.point('a', moody, request)).toEqual(
      failure('unreadable', 'The bars cannot be read.'),
    );
    expect(await laboratory.triangle('a', moody, { ...request, steps: 50 })).toEqual(
      failure('unreadable', 'The bars cannot be read.'),
    );
    expect(
      await laboratory.point('a', () => Promise.reject(new Error('out of luck')), request),
    ).toMatchObject({ ok: false, problem: { code: 'internal', message: 'out of luck' } });
    good = true;
    expect((await laboratory.point('a', moody, request)).ok).toBe(true);
  });

  it('is refused where bars and answers do not fit together', async () => {
    const short = { ...material.answers, regime: material.answers.regime.slice(1) };
    const found = await open().point(
      'a',
      () => success({ kind: 'ready', ...material, answers: short }),
      request,
    );
    expect(found).toMatchObject({ ok: false, problem: { code: 'invalid' } });
  });

  it('ends as cancelled when the laboratory closes', async () => {
    open();
    const asked = [1, 2, 3, 4].map((seed) => laboratory.backtest('a', source, { ...request, seed }));
    await laboratory.close();
    for (const each of await Promise.all(asked)) expect(each).toMatchObject(cancelled);
    expect(await laboratory.point('a', source, request)).toMatchObject(cancelled);
  });
});

describe('the parts of a triangle', () => {
  it.each([10, 20, 50, 100])('cover every mix of %i steps once, row by row', (steps) => {
    const parts = partsOf(steps);
    expect(parts[0].from).toBe(0);
    expect(parts.at(-1)?.to).toBe(mixCount(steps));
    for (const [i, part] of parts.entries()) {
      expect(part.to).toBeGreaterThan(part.from);
      expect(part.from).toBe(i === 0 ? 0 : parts[i - 1].to);
      expect(mixAt(part.from, steps)[1]).toBe(0);
    }
  });
});

const cancelled = { ok: false, problem: { code: 'cancelled' } };

function valueIn<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
