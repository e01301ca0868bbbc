import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backtest } from '../../../../shared/experiments/backtest.ts';
import type { ExperimentFile } from '../../../../shared/experiments/experiment-file.ts';
import { hourMs } from '../../../../shared/market.ts';
import { type OperationAnswer, type OperationAsk, operations } from '../../../../shared/operations/index.ts';
import { parameters } from '../../../../shared/parameters.ts';
import type { Result } from '../../../../shared/result.ts';
import { followers } from '../../docs/configuration-guide.ts';
import { settle } from '../test-clock.ts';
import { createTestEngine, type TestEngine, valueIn } from '../test-engine.ts';

// One desk on the simulated market; each test goes on where the one before it left off.
let desk: TestEngine;
/** What the untouched desk earned on the test part. */
let first: Backtest;

beforeAll(async () => {
  desk = await createTestEngine({});
  await desk.start();
  desk.handlers()['replay.pause']({});
}, 120_000);

afterAll(() => desk.remove());

type Asked =
  | 'backtest'
  | 'point'
  | 'compare'
  | 'triangle'
  | 'overfit'
  | 'walk-forward'
  | 'record'
  | 'versions';

/** Asks as a door does: parsed on the way in, and what comes back fits its schema. */
async function ask<N extends Asked>(
  name: N,
  input: OperationAsk<`experiments.${N}`>,
): Promise<Result<OperationAnswer<`experiments.${N}`>>> {
  const { input: asked, answer } = operations[`experiments.${name}`];
  const handler = desk.handlers()[`experiments.${name}`] as (input: unknown) => Promise<Result<unknown>>;
  const result = await handler(asked.parse(input));
  if (result.ok) answer.parse(result.value);
  return result as Result<OperationAnswer<`experiments.${N}`>>;
}

/** The parameters that nobody is told of because experiments read them, each with another value than its own. */
function readByExperiments(): (readonly [key: string, value: number])[] {
  const keys = Object.entries(followers.trading).filter(([, by]) => by === 'experiments');
  return keys.map(([key]) => [
    key,
    Number(parameters.trading[key as keyof typeof followers.trading].default) / 2,
  ]);
}

const threshold = (value: number) => ({ changes: { trading: { confidence_threshold: value } } });
const weights = (a: number, b: number, c: number) => ({
  changes: { model: { weight_1h: a, weight_4h: b, weight_daily: c } },
});

describe('a backtest', () => {
  it('trades the test part of the open data unless told otherwise', async () => {
    first = valueIn(await ask('backtest', {}));
    const { period, tried, figures, trades, curve, by_month, by_regime, empty_because } = first;
    expect(period).toMatchObject({ part: 'test', symbol: 'EURUSD', unit: 'pips', pip_size: 0.0001 });
    expect(period.parts.map(({ part }) => part)).toEqual(['train', 'validation', 'test']);
    expect(period.parts[2]).toEqual({ part: 'test', from: period.from, to: period.to });
    expect(tried.label).toBe('current (v1)');
    expect(empty_because).toBeNull();
    expect(figures.trades).toBe(trades.length);
    expect(curve.pips.at(-1)).toBeCloseTo(figures.total_pips, 6);
    expect(trades.every(({ split, signal_time }) => split === 'test' && signal_time >= period.from)).toBe(
      true,
    );
    expect(by_month.reduce((sum, { trades: each }) => sum + each, 0)).toBe(trades.length);
    expect(by_regime.reduce((sum, { bars }) => sum + bars, 0)).toBe(period.bars);
  });

  it.each(readByExperiments())(
    'comes out otherwise with another %s, as the guide says',
    async (key, value) => {
      const source = { changes: { trading: { [key]: value } } };
      const { figures } = valueIn(await ask('backtest', { source }));
      expect(figures.total_pips).not.toBe(first.figures.total_pips);
    },
  );

  it('keeps to the part and the times that are asked for', async () => {
    const { parts } = first.period;
    const from = parts[1].from + 100 * hourMs;
    const to = parts[1].from + 900 * hourMs;
    const { period, trades } = valueIn(await ask('backtest', { scope: { part: 'validation', from, to } }));
    expect(period).toMatchObject({ part: 'validation' });
    expect(period.from >= from && period.to < to).toBe(true);
    expect(trades.every(({ signal_time: time }) => time >= from && time < to)).toBe(true);
    expect(trades.every(({ split }) => split === 'validation')).toBe(true);
    const whole = valueIn(await ask('point', { scope: { part: 'all' } }));
    expect(whole.period.bars).toBe((await desk.state()).market.closed_bars['1H']);
  });

  it('says why there is nothing to see', async () => {
    const unreached = valueIn(await ask('backtest', { source: threshold(1) }));
    expect(unreached).toMatchObject({ trades: [], figures: { trades: 0, win_rate: null } });
    expect(unreached.empty_because).toMatch(
      /No bar reaches the confidence threshold of 1; the highest .* 0\.\d+/,
    );
    const { from } = first.period.parts[0];
    const silent = { part: 'train', from, to: from + 48 * hourMs } as const;
    const warming = valueIn(await ask('backtest', { scope: silent, source: threshold(0) }));
    expect(warming.empty_because).toContain('still warming up');
    const nothing = await ask('backtest', { scope: { part: 'test', to: from } });
    expect(nothing).toMatchObject({
      ok: false,
      problem: { code: 'not-found', message: expect.stringContaining('No bar of the test part') },
    });
  });

  it('refuses what does not exist and what is no valid configuration, in words', async () => {
    const refused = async (input: OperationAsk<'experiments.backtest'>) => {
      const result = await ask('backtest', input);
      return result.ok ? 'not refused' : `${result.problem.code}: ${result.problem.message}`;
    };
    expect(await refused({ scope: { dataset: 'nothing' } })).toContain('no market data named nothing');
    expect(await refused({ scope: { bundle: 'nothing' } })).toContain('no bundle nothing');
    expect(await refused({ source: { from: { profile: 'nothing' } } })).toContain('no profile "nothing"');
    expect(await refused({ source: { from: { version: 77 } } })).toContain('no version 77');
    expect(await refused({ source: weights(0.9, 0.9, 0.9) })).toContain('cannot be tried: The three weights');
    expect(await refused({ source: { changes: { trading: { nonsense: 1 } } } })).toContain('no parameter');
  });
});

describe('two configurations', () => {
  it('are compared bar by bar: each flip with what both sides did', async () => {
    const { a, b, flips, differences } = valueIn(await ask('compare', { b: threshold(0.6) }));
    expect(a.figures).toEqual(first.figures);
    expect(b.tried.label).toBe('current (v1) with 1 change');
    expect(differences.total_pips.value).toBeCloseTo(b.figures.total_pips - a.figures.total_pips, 6);
    expect(flips.length).toBeGreaterThan(0);
    for (const flip of flips) {
      expect(flip.a.decision).not.toBe(flip.b.decision);
      for (const side of [flip.a, flip.b]) {
        expect(side.traded).toBe(side.pips !== null);
        if (side.traded) expect(side.decision).not.toBe('none');
      }
    }
  });

  it('may be a profile, a version and a point of the triangle', async () => {
    valueIn(await desk.handlers()['config.update']({ category: 'trading', changes: { spread_pips: 1 } }));
    valueIn(await desk.handlers()['profiles.save']({ name: 'Calm', paths: ['trading.spread_pips'] }));
    const { a, b } = valueIn(
      await ask('compare', {
        a: { from: { profile: 'Calm' } },
        b: { from: { version: 1 }, ...weights(0.5, 0.3, 0.2) },
      }),
    );
    expect([a.tried.label, b.tried.label]).toEqual(['profile Calm', 'v1 with 2 changes']);
    expect([a.tried.values.trading.spread_pips, b.tried.values.trading.spread_pips]).toEqual([1, 0.5]);
    const { figures } = valueIn(await ask('point', { source: { from: { version: 1 } } }));
    expect(figures).toEqual(first.figures);
  });
});

describe('the long experiments', () => {
  it('answer, and stand in the list of jobs meanwhile', async () => {
    const overfit = valueIn(await ask('overfit', { resamples: 100, steps: 20 }));
    expect(overfit.parts.map(({ part }) => part)).toEqual(['train', 'validation', 'test']);
    const walked = valueIn(await ask('walk-forward', { choose_days: 60, trade_days: 30, min_trades: 5 }));
    expect(walked.windows.length).toBeGreaterThan(2);
    const triangle = valueIn(await ask('triangle', { steps: 20 }));
    expect(triangle.total_pips).toHaveLength(231);
    const jobs = (await desk.state()).jobs.filter(({ kind }) => kind === 'experiment');
    expect(jobs.map(({ label, state }) => [label, state])).toEqual([
      ['Overfit meter', 'done'],
      ['Walk-forward', 'done'],
    ]);
  });

  it('can be cancelled at any moment and leave no half result', async () => {
    for (const progress of [0, 0.01, 0.3]) {
      const asked = ask('overfit', { resamples: 10_000 });
      while (Number((await desk.state()).jobs.at(-1)?.progress) < progress) await settle();
      const job = (await desk.state()).jobs.at(-1);
      valueIn(await desk.handlers()['jobs.cancel']({ job: Number(job?.id) }));
      expect(await asked).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
      expect((await desk.state()).jobs.at(-1)?.state).toBe('cancelled');
    }
    expect(valueIn(await ask('point', { source: { from: { version: 1 } } })).figures).toEqual(first.figures);
  });
});

describe('the reasons of a decision', () => {
  it('add up for the present bar and for earlier ones, not for later ones', async () => {
    const { handlers } = desk;
    const why = valueIn(await handlers()['prediction.why']({}));
    operations['prediction.why'].answer.parse(why);
    expect(why.prediction).toMatchObject({ bar_time: (await desk.state()).replay.bar_time });
    expect(why.steps.at(-1)?.total).toBe(why.prediction.confidence);
    const earlier = why.prediction.bar_time - hourMs;
    const before = valueIn(await handlers()['prediction.why']({ bar_time: earlier }));
    expect(before.prediction.bar_time).toBe(earlier);
    const later = why.prediction.bar_time + hourMs;
    expect(await handlers()['prediction.why']({ bar_time: later })).toMatchObject({ ok: false });
  });
});

describe('candidates beside the active configuration', () => {
  it('score the bars that are stepped through, and one click puts one in force', async () => {
    const { handlers } = desk;
    const source = { from: 'current', ...threshold(0.55) } as const;
    valueIn(await handlers()['shadows.add']({ name: 'Eager', source }));
    await handlers()['replay.step']({ bars: 150 });
    const { shadows } = await desk.state();
    expect(shadows).toMatchObject({ bars: 151, candidates: [{ id: 1, name: 'Eager' }] });
    expect(shadows.candidates[0].differs).toEqual([{ path: 'trading.confidence_threshold', value: 0.55 }]);
    const api = desk.engine().handlersFor({ id: 'tester', by: 'api', name: 'tester' });
    const receipt = valueIn(await api['shadows.promote']({ id: 1 }));
    expect(receipt).toMatchObject({ version: 3, by: 'api', reason: 'Promoted from shadow Eager' });
    expect((await desk.state()).config.values.trading.confidence_threshold).toBe(0.55);
    expect(valueIn(await handlers()['shadows.promote']({ id: 1 }))).toBeNull();
    const page = valueIn(await handlers()['audit.page']({ filter: {}, limit: 1 }));
    expect(page.entries[0]).toMatchObject({ action: 'update', version: 3, by: 'api', author: 'tester' });
  });

  it('show what each version earned on the bars it was in force on', async () => {
    await desk.handlers()['replay.step']({ bars: 50 });
    const { shadows } = await desk.state();
    const versions = valueIn(await ask('versions', {}));
    expect(versions.map(({ version, bars }) => [version, bars])).toEqual([
      [3, 50],
      [2, 150],
    ]);
    expect(versions[0]).toMatchObject({ predecessor: 2, changed: ['trading.confidence_threshold'] });
    const trades = versions.reduce((sum, { figures }) => sum + figures.trades, 0);
    expect(Math.abs(trades - shadows.active.figures.trades)).toBeLessThanOrEqual(1);
  });
});

describe('an experiment file', () => {
  let file: ExperimentFile;
  const reproduce = async (changed: Partial<ExperimentFile>) => {
    const again = await desk.handlers()['experiments.reproduce']({ file: { ...file, ...changed } });
    return valueIn(again);
  };

  it('comes out the same to the last bit, also when the market has grown since', async () => {
    const input = operations['experiments.save'].input.parse({ seed: 5 });
    const path = join(desk.folder, 'experiment.json');
    file = valueIn(await desk.engine().experimentFiles.save(input, path));
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(file);
    expect(valueIn(await desk.engine().experimentFiles.open(path))).toMatchObject({ same: true });
    desk.handlers()['replay.jump']({ to: Number((await desk.state()).replay.to) });
    await desk.handlers()['replay.step']({ bars: 30 });
    expect(valueIn(await ask('point', {})).period.to).toBeGreaterThan(Number(file.scope.to));
    expect(await reproduce({})).toEqual({ file, same: true, differences: [] });
    const [{ file_hash }] = (await desk.state()).models.bundles;
    expect(await reproduce({ bundle: { ...file.bundle, hash: file_hash } })).toMatchObject({ same: true });
  });

  it('says what differs: figures, data, bundle, configuration', async () => {
    const paths = async (changed: Partial<ExperimentFile>) =>
      (await reproduce(changed)).differences.map(
        ({ path, recorded, now }) => `${path}: ${recorded} → ${now}`,
      );
    const { figures, intervals, trades } = file.results;
    const wrong = { figures: { ...figures, trades: figures.trades + 1 }, intervals, trades };
    expect(await paths({ results: wrong })).toEqual([
      `results.figures.trades: ${figures.trades + 1} → ${figures.trades}`,
    ]);
    expect(await paths({ data: { ...file.data, hash: 'f00' } })).toEqual([
      expect.stringContaining('data.hash: f00 → '),
    ]);
    expect(await paths({ data: { ...file.data, dataset: 'GONE' } })).toEqual([
      expect.stringContaining('There is no market data named GONE'),
    ]);
    expect(await paths({ bundle: { ...file.bundle, hash: 'f00' } })).toEqual([
      expect.stringContaining('(f00)'),
    ]);
    expect(await paths({ bundle: { id: 'gone', hash: 'f00' } })).toEqual([
      expect.stringContaining('no such bundle'),
    ]);
    const config = { ...file.config, trading: { ...file.config.trading, spread_pips: -1 } };
    expect(await paths({ config })).toEqual([
      expect.stringContaining('config.trading.spread_pips: -1 → no longer valid'),
    ]);
    const spread = { ...file.config, trading: { ...file.config.trading, spread_pips: 9 } };
    const many = await reproduce({ config: spread });
    expect(many.differences).toHaveLength(50);
  });

  it('is not taken when it is none', async () => {
    const path = join(desk.folder, 'other.json');
    for (const text of [
      '{',
      '[]',
      '{"format":1}',
      JSON.stringify({ ...file, more: 1 }),
      '{"__proto__":{}}',
    ]) {
      await writeFile(path, text);
      const opened = await desk.engine().experimentFiles.open(path);
      expect(opened).toMatchObject({ ok: false, problem: { code: 'unreadable' } });
    }
    expect(await desk.engine().experimentFiles.open(join(desk.folder, 'gone.json'))).toMatchObject({
      ok: false,
      problem: { code: 'unreadable' },
    });
  });

  it('is no more than trades or curve when that is what is asked for', async () => {
    const save = async (what: 'trades' | 'curve', format: 'csv' | 'json') => {
      const path = join(desk.folder, `${what}.${format}`);
      const input = operations['experiments.export'].input.parse({ what, format });
      valueIn(await desk.engine().experimentFiles.export(input, path));
      expect(await stat(`${path}.part`).catch(() => null)).toBeNull();
      return readFile(path, 'utf8');
    };
    const { trades, curve } = valueIn(await ask('backtest', {}));
    const [head, row, ...rest] = (await save('trades', 'csv')).trimEnd().split('\r\n');
    expect(head.split(',').slice(0, 4)).toEqual(['signal_time', 'entry_time', 'exit_time', 'direction']);
    expect(row).toContain(new Date(trades[0].signal_time).toISOString());
    expect(rest).toHaveLength(trades.length - 1);
    expect(JSON.parse(await save('trades', 'json')).trades).toEqual(trades);
    expect(JSON.parse(await save('curve', 'json')).curve.pips).toEqual([...curve.pips]);
    expect((await save('curve', 'csv')).trimEnd().split('\r\n')).toHaveLength(curve.pips.length + 1);
  });
});

describe('on data that is not open', () => {
  it('experiments come out the same as when it was', async () => {
    // Bars made since are not all stored yet.
    const earlier = first.period.to - 200 * hourMs;
    const before = valueIn(await ask('backtest', { scope: { to: earlier } }));
    const path = join(desk.folder, 'bars.csv');
    const rows = Array.from({ length: 1200 }, (_, i) => {
      const price = 1.25 + Math.sin(i / 50) / 100;
      const time = new Date(Date.UTC(2024, 0, 1) + i * 300_000).toISOString();
      return `${time},${price},${price + 0.001},${price - 0.001},${price},10`;
    });
    await writeFile(path, ['time,open,high,low,close,volume', ...rows].join('\n'));
    const options = { symbol: 'GBPUSD', time_zone: 'UTC' };
    const { job } = valueIn(await desk.handlers()['import.run']({ path, options }));
    expect(await desk.ended(job)).toBe('done');

    const scope = { dataset: 'EURUSD@simulated', to: earlier };
    const after = valueIn(await ask('backtest', { scope }));
    expect(after).toEqual(before);
    const { jobs } = await desk.state();
    expect(jobs.at(-1)).toMatchObject({ label: 'Backtest on EURUSD@simulated', state: 'done' });
    const unreached = valueIn(await ask('backtest', { scope, source: threshold(1) }));
    expect(unreached.empty_because).toContain('threshold of 1');
    // Once it has been read there is nothing to wait for.
    expect((await desk.state()).jobs).toEqual(jobs);
  });

  it('a bundle must be named where none was trained on it, and short data says that it is', async () => {
    const message = async (scope: OperationAsk<'experiments.point'>['scope']) => {
      const result = await ask('point', { scope });
      return result.ok ? 'not refused' : result.problem.message;
    };
    expect(await message({})).toContain('No model has been trained on GBP/USD');
    expect(await message({ dataset: 'GBPUSD' })).toContain('No model has been trained on GBP/USD');
    const bundle = first.period.bundle;
    const short = valueIn(await ask('backtest', { scope: { dataset: 'GBPUSD', bundle } }));
    expect(short.period).toMatchObject({ part: 'all', parts: [], dataset: 'GBPUSD', bundle });
    expect(short).toMatchObject({
      trades: [],
      empty_because: expect.stringContaining('There are no predictions in this period'),
    });
  });
});

describe('the next start', () => {
  it('has the candidates and what each version earned', async () => {
    const versions = valueIn(await ask('versions', {}));
    expect(versions).not.toHaveLength(0);
    await desk.engine().close();
    await desk.start();
    const { shadows } = await desk.state();
    expect(shadows.candidates).toMatchObject([{ name: 'Eager', figures: { trades: 0 } }]);
    expect(valueIn(await ask('versions', {}))).toEqual(versions);
  });
});

describe('a bundle that was trained in another trading day', () => {
  it('is tried on the data only once it has been let answer there', async () => {
    const [dataset, { bundle }] = ['EURUSD@simulated', first.period];
    const on = { scope: { dataset, bundle } };
    const { 'market.set-trading-day': setDay, 'models.activate': activate } = desk.handlers();
    valueIn(await desk.handlers()['market.activate']({ dataset }));
    valueIn(await setDay({ dataset, trading_day: 'utc' }));
    for (const scope of [on, {}])
      expect(await ask('point', scope)).toMatchObject({
        problem: {
          code: 'conflict',
          message: expect.stringContaining('trained on trading days that end at 17:00'),
        },
      });
    valueIn(await activate({ bundle, confirm_trading_day: true }));
    expect(valueIn(await ask('point', on)).period).toMatchObject({ dataset, bundle });
    valueIn(await setDay({ dataset, trading_day: 'new-york-close' }));
    expect(valueIn(await ask('point', {})).period).toMatchObject({ dataset, bundle });
  });
});

describe('an experiment file on simulated bars that are stored no more', () => {
  it('comes out the same to the last bit on bars that are made again', async () => {
    valueIn(await desk.handlers()['market.activate']({ dataset: 'EURUSD@simulated' }));
    const path = join(desk.folder, 'old-experiment.json');
    const input = operations['experiments.save'].input.parse({ seed: 5 });
    const file = valueIn(await desk.engine().experimentFiles.save(input, path));
    const { dataset, from } = file.data;
    desk.handlers()['replay.jump']({ to: Number((await desk.state()).replay.to) });
    // The past is cut back once half a year too many has gathered.
    for (let weeks = 0; weeks < 28; weeks += 7) await desk.handlers()['replay.step']({ bars: 7 * 120 });
    await desk.engine().close();
    await desk.start();
    const { market, replay } = await desk.state();
    expect(market.active).toBe(dataset);
    expect(replay.from).toBeGreaterThan(Number(from));

    expect(valueIn(await desk.engine().experimentFiles.open(path))).toEqual({
      file,
      same: true,
      differences: [],
    });
    const results = { ...file.results, figures: { ...file.results.figures, trades: 0 } };
    const changed = valueIn(await desk.handlers()['experiments.reproduce']({ file: { ...file, results } }));
    expect(changed.differences).toMatchObject([{ path: 'results.figures.trades', recorded: '0' }]);
  }, 120_000);
});
