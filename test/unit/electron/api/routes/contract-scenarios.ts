import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TradingDay } from '../../../../../shared/market.ts';
import { defaultTrainingSettings } from '../../../../../shared/models.ts';
import type { OperationName } from '../../../../../shared/operations/index.ts';
import { type TestEngine, valueIn } from '../../../engine/test-engine.ts';

/** One way an operation is answered: what is asked, what must be there before, and the status it leads to. */
export interface Scenario {
  readonly status: number;
  /** The operation's input, or how it is found. */
  readonly input?: unknown;
  readonly find?: () => unknown;
  readonly before?: () => unknown;
  /** Runs while the question is under way. */
  readonly during?: () => Promise<unknown>;
  readonly after?: () => unknown;
  /** Needs data on which no model speaks; all of these run at the end. */
  readonly silent?: boolean;
}

/** A version, a bundle, a profile … that does not exist. */
const none = 2_147_483_647;
const lastTime = 8.64e15;
export const smallTraining = {
  '1H': { ...defaultTrainingSettings['1H'], num_boost_round: 2, max_depth: 2 },
  '4H': { ...defaultTrainingSettings['4H'], num_boost_round: 2, max_depth: 2 },
  D: { ...defaultTrainingSettings.D, num_boost_round: 2, max_depth: 2 },
};
export const market = 'EURUSD@simulated';

/** Every way in which each operation is answered, on a desk that has started and stands still. */
export function createScenarios(desk: TestEngine): { readonly [N in OperationName]?: readonly Scenario[] } {
  // Who asks over HTTP, so that what one begins is the other's too; and somebody else.
  const handlers = desk.engine().handlersFor({ id: 'client:contract', by: 'api' });
  const other = desk.engine().handlersFor({ id: 'client:other', by: 'api' });
  const heldByOther = {
    status: 409,
    before: () => other['config.preview']({ category: 'trading', changes: { spread_pips: next() } }),
    after: () => other['config.cancel']({}),
  };
  let counter = 0;
  const next = () => {
    counter += 1;
    return counter;
  };

  const update = async (
    changes: Record<string, number> = { prediction_cache_ttl_seconds: 100 + (next() % 1000) },
  ) => valueIn(await handlers['config.update']({ category: 'cache', changes }));
  const weights = async () => {
    const weight_1h = 0.3 + (next() % 100) / 1000;
    const changes = { weight_1h, weight_4h: 0.5 - weight_1h, weight_daily: 0.5 };
    return valueIn(await handlers['config.update']({ category: 'model', changes }));
  };
  const begin = async () => {
    await handlers['trial.revert']({});
    const changes = { trading: { spread_pips: 1 + next() / 100 } };
    return valueIn(await handlers['trial.begin']({ changes, until: { minutes: 60 } }));
  };
  const save = async (name = 'Calm') => valueIn(await handlers['profiles.save']({ name }));
  const diskRefuses = () => {
    desk.storage.writesFail = true;
  };
  const diskAccepts = () => {
    desk.storage.writesFail = false;
  };
  /** With the disk refusing from when all is ready. */
  const unsaved = (input: unknown, ready: () => unknown = () => undefined): Scenario => ({
    status: 503,
    input,
    async before() {
      await ready();
      diskRefuses();
    },
    after: diskAccepts,
  });

  const file = (name: string, text: string) => async () => {
    const path = join(desk.folder, name);
    await writeFile(path, text);
    return path;
  };
  const bars = file('TINY.csv', csvOf(300));
  const long = file('LONG.csv', csvOf(120_000));
  const folder = (bundle: string) => join(desk.folder, 'bundles', bundle);
  const setDay = async (trading_day: TradingDay): Promise<void> => {
    valueIn(await desk.handlers()['market.set-trading-day']({ dataset: market, trading_day }));
  };
  const active = async () => (await desk.state()).models.active ?? '';
  /** A copy of the bundle that answers, known to the desk. */
  const spare = async () => {
    const name = `spare-${next()}`;
    const from = folder(await active());
    await mkdir(folder(name));
    for (const each of await readdir(from)) {
      const text = await readFile(join(from, each), 'utf8');
      // Another hash, so that it counts as another bundle.
      await writeFile(
        join(folder(name), each),
        each === 'ensemble.json' ? `${text}\n${' '.repeat(counter)}` : text,
      );
    }
    await handlers['models.remove']({ bundle: 'only-to-look-again' });
    return name;
  };
  const broken = async () => {
    const name = await spare();
    for (const each of await readdir(folder(name))) {
      if (each !== 'ensemble.json') await writeFile(join(folder(name), each), 'no model');
    }
    return name;
  };
  const train = async () =>
    valueIn(await handlers['models.train']({ dataset: market, seed: 1, settings: defaultTrainingSettings }))
      .job;
  const stopJobs = async () => {
    for (const { id, state } of (await desk.state()).jobs) {
      if (state !== 'running') continue;
      handlers['jobs.cancel']({ job: id });
      await desk.ended(id);
    }
  };
  const importTiny = async () => {
    const started = await handlers['import.run']({
      path: await bars(),
      options: { symbol: 'TINY', time_zone: 'UTC' },
    });
    await desk.ended(valueIn(started).job);
    valueIn(await handlers['market.activate']({ dataset: market }));
  };
  const settled = async () => {
    for (;;) {
      const running = (await desk.state()).jobs.find(({ state }) => state === 'running');
      if (!running) break;
      await desk.ended(running.id);
    }
    if ((await desk.state()).market.active !== market) {
      valueIn(await handlers['market.activate']({ dataset: market }));
    }
  };
  /** Cancels the first job that begins. */
  const cancelFirst = async () => {
    for (let turn = 0; turn < 20_000; turn += 1) {
      const running = valueIn(await handlers['jobs.list']({})).find(({ state }) => state === 'running');
      // A look at a file can be stopped once the database is reading it.
      if (running && (running.kind !== 'inspect' || running.progress > 0)) {
        handlers['jobs.cancel']({ job: running.id });
        return;
      }
      await nextTurn();
    }
  };
  const shadow = async () => {
    const name = `shadow ${next()}`;
    const source = {
      from: 'current' as const,
      changes: { trading: { confidence_threshold: 0.01 * (next() % 90) } },
    };
    const state = valueIn(await handlers['shadows.add']({ name, source }));
    const id = state.candidates.at(-1)?.id ?? 0;
    for (const old of state.candidates.slice(0, -3)) handlers['shadows.remove']({ id: old.id });
    return { id, name };
  };
  const present = async () => (await desk.state()).replay.bar_time ?? 0;

  const fine = (input: unknown = {}): Scenario => ({ status: 200, input });
  const finely = (find: () => unknown): Scenario => ({ status: 200, find });
  const missing = (input: unknown): Scenario => ({ status: 404, input });
  const source = { from: { profile: 'no such profile' } };
  const elsewhere = { scope: { dataset: 'nowhere' } };
  /** With a bundle that has not answered yet, or when it takes long, it is a job, which can be cancelled. */
  const experiment = (extra: object = {}): Scenario[] => [
    fine(extra),
    missing({ ...extra, ...elsewhere }),
    {
      status: 409,
      find: async () => ({ ...extra, scope: { dataset: market, bundle: await spare() } }),
      during: cancelFirst,
    },
  ];
  const record = async () => ({
    file: valueIn(
      await handlers['experiments.record']({
        scope: { part: 'test', spread: 'recorded' },
        source: { from: 'current' },
        seed: 1,
      }),
    ),
  });

  return {
    'desk.snapshot': [fine()],
    'config.get': [fine()],
    'config.category': [fine({ category: 'cache' })],
    'config.state': [fine()],
    'config.update': [
      finely(() => ({ category: 'cache', changes: { prediction_cache_ttl_seconds: next() } })),
      unsaved({ category: 'cache', changes: { prediction_cache_ttl_seconds: 7 } }),
    ],
    'config.preview': [
      {
        ...fine({ category: 'trading', changes: { spread_pips: 3 } }),
        after: () => handlers['config.cancel']({}),
      },
      { ...heldByOther, input: { category: 'trading', changes: { spread_pips: 3 } } },
    ],
    'config.commit': [
      fine(),
      { ...heldByOther, input: {} },
      unsaved({}, () =>
        handlers['config.preview']({ category: 'trading', changes: { spread_pips: next() } }),
      ),
    ],
    'config.cancel': [fine(), { ...heldByOther, input: {} }],
    'config.reset': [
      fine(),
      { ...fine({ category: 'cache' }), before: update },
      { ...fine({ category: 'cache', key: 'prediction_cache_ttl_seconds' }), before: update },
      unsaved({}, update),
      unsaved({ category: 'cache' }, update),
      unsaved({ category: 'cache', key: 'prediction_cache_ttl_seconds' }, update),
    ],
    'config.reload': [
      fine(),
      {
        status: 422,
        input: {},
        before: () => {
          desk.storage.readsFail = true;
        },
        after: () => {
          desk.storage.readsFail = false;
        },
      },
      unsaved({}, async () => {
        await update();
        const { held } = desk.storage;
        if (held) desk.storage.held = { ...held, values: { trading: { spread_pips: next() } } };
      }),
      fine(),
    ],
    'config.validate': [fine({ changes: { trading: { spread_pips: 2 } } })],
    'config.undo': [{ ...fine(), before: update }, unsaved({}, update)],
    'config.redo': [
      fine(),
      unsaved({}, async () => {
        await update();
        await handlers['config.undo']({});
      }),
    ],
    'config.take-bundle': [fine(), unsaved({}, weights)],
    'audit.page': [fine({ filter: {}, limit: 20 })],
    'audit.version': [
      finely(async () => ({ version: (await update()).version })),
      missing({ version: none }),
    ],
    'audit.compare': [
      finely(async () => ({ from: (await update()).version, to: (await update()).version })),
      missing({ from: none, to: none }),
    ],
    'audit.restore': [
      finely(async () => ({ version: (await update()).version })),
      missing({ version: none }),
      {
        status: 503,
        async find() {
          const { version } = await update();
          await update();
          diskRefuses();
          return { version };
        },
        after: diskAccepts,
      },
    ],
    'trial.begin': [
      {
        status: 200,
        before: () => handlers['trial.revert']({}),
        find: () => ({ changes: { trading: { spread_pips: 5 + next() } }, until: { minutes: 5 } }),
      },
      {
        status: 409,
        before: begin,
        input: { changes: { trading: { spread_pips: 4 } }, until: { minutes: 5 } },
      },
      unsaved({ changes: { trading: { spread_pips: 4 } }, until: { minutes: 5 } }, () =>
        handlers['trial.revert']({}),
      ),
    ],
    'trial.keep': [{ ...fine(), before: begin }, unsaved({}, begin)],
    'trial.revert': [{ ...fine(), before: begin }, unsaved({}, begin)],
    'profiles.list': [{ ...fine(), before: () => save() }],
    'profiles.save': [fine({ name: 'Calm' }), unsaved({ name: 'Calm' })],
    'profiles.compare': [{ ...fine({ name: 'Calm' }), before: () => save() }, missing({ name: 'nobody' })],
    'profiles.apply': [
      { ...fine({ name: 'Calm' }), before: () => save() },
      missing({ name: 'nobody' }),
      unsaved({ name: 'Calm' }, () => save()),
    ],
    'profiles.remove': [
      { ...fine({ name: 'Gone' }), before: () => save('Gone') },
      missing({ name: 'nobody' }),
      unsaved({ name: 'Calm' }, () => save()),
    ],
    'prediction.latest': [fine(), { ...missing({}), silent: true }],
    'prediction.list': [fine({ limit: 5 }), missing({ version: none })],
    'prediction.what-if': [fine(), { status: 409, input: {}, silent: true }],
    'prediction.at': [finely(async () => ({ bar_time: await present() })), missing({ bar_time: -1e15 })],
    'prediction.why': [fine(), missing({ bar_time: -1e15 })],
    'market.chart': [fine({ timeframe: '1H', bars: 50 })],
    'market.state': [fine()],
    'market.activate': [fine({ dataset: market }), missing({ dataset: 'nowhere' })],
    'market.set-trading-day': [
      {
        ...fine({ dataset: market, trading_day: 'utc' }),
        // The other scenarios know the market as it was.
        after: () => setDay('new-york-close'),
      },
      missing({ dataset: 'nowhere', trading_day: 'utc' }),
    ],
    'market.asset': [fine({ symbol: 'EUR-USD' }), missing({ symbol: 'NOTHING' })],
    'market.set-asset': [
      fine({ symbol: 'EURUSD', pip_size: 0.0001, decimals: null }),
      missing({ symbol: 'NOTHING', decimals: 3 }),
    ],
    'market.remove': [
      { ...fine({ dataset: 'TINY' }), before: importTiny },
      missing({ dataset: 'nowhere' }),
      { status: 409, input: { dataset: market } },
    ],
    'import.inspect': [
      finely(async () => ({ path: await bars() })),
      missing({ path: '/no/such/file.csv' }),
      { status: 422, find: () => ({ path: desk.folder }) },
      { status: 409, find: async () => ({ path: await long() }), during: cancelFirst },
    ],
    'import.run': [
      {
        status: 202,
        find: async () => ({ path: await bars(), options: { symbol: 'TINY', time_zone: 'UTC' } }),
        after: settled,
      },
    ],
    'models.state': [fine()],
    'models.train': [
      { status: 202, input: { dataset: market, seed: 1, settings: smallTraining }, after: stopJobs },
      missing({ dataset: 'nowhere', seed: 1, settings: smallTraining }),
      {
        status: 409,
        input: { dataset: market, seed: 1, settings: smallTraining },
        before: train,
        after: stopJobs,
      },
    ],
    'models.activate': [
      finely(async () => ({ bundle: await active() })),
      missing({ bundle: 'nobody' }),
      { status: 422, find: async () => ({ bundle: await broken() }) },
      {
        status: 409,
        find: async () => {
          const bundle = await active();
          await setDay('utc');
          return { bundle };
        },
        after: () => setDay('new-york-close'),
      },
    ],
    'models.remove': [
      finely(async () => ({ bundle: await spare() })),
      missing({ bundle: 'nobody' }),
      { status: 409, find: async () => ({ bundle: await active() }) },
    ],
    'jobs.list': [fine()],
    'jobs.get': [finely(async () => ({ job: (await desk.state()).jobs[0].id })), missing({ job: none })],
    'jobs.cancel': [
      { ...finely(async () => ({ job: await train() })), after: stopJobs },
      missing({ job: none }),
    ],
    'replay.state': [fine()],
    'replay.play': [{ ...fine(), after: () => handlers['replay.pause']({}) }],
    'replay.pause': [fine()],
    'replay.step': [fine({ bars: 1 })],
    'replay.speed': [fine({ speed: 10 })],
    'replay.jump': [finely(async () => ({ to: await present() }))],
    'caches.list': [fine()],
    'caches.clear': [fine({ name: 'predictions' })],
    'experiments.point': [fine(), missing(elsewhere)],
    'experiments.bars': [
      fine({ from: 0, to: lastTime }),
      missing({ dataset: 'nowhere', from: 0, to: lastTime }),
    ],
    'experiments.backtest': experiment(),
    'experiments.compare': experiment({ b: { changes: { trading: { spread_pips: 2 } } } }),
    'experiments.triangle': experiment({ steps: 100 }),
    'experiments.overfit': experiment({ steps: 10, resamples: 200 }),
    'experiments.walk-forward': experiment({ steps: 10 }),
    'experiments.versions': [fine(), { status: 409, input: {}, during: cancelFirst }],
    'experiments.record': experiment(),
    'experiments.reproduce': [finely(record), { status: 409, find: record, during: cancelFirst }],
    'shadows.add': [
      finely(() => ({ name: `shadow ${next()}`, source: {} })),
      missing({ name: 'nobody', source }),
      { status: 409, find: async () => ({ name: (await shadow()).name, source: {} }) },
    ],
    'shadows.remove': [finely(async () => ({ id: (await shadow()).id })), missing({ id: none })],
    'shadows.promote': [
      finely(async () => ({ id: (await shadow()).id })),
      missing({ id: none }),
      {
        status: 503,
        async find() {
          const { id } = await shadow();
          diskRefuses();
          return { id };
        },
        after: diskAccepts,
      },
    ],
    'shadows.restart': [fine()],
  };
}

/** Five-minute bars from a Monday on, as a CSV file. */
export function csvOf(rows: number): string {
  const lines = ['time,open,high,low,close,volume'];
  const start = Date.UTC(2024, 0, 1);
  for (let i = 0; i < rows; i += 1) {
    const price = (1.1 + Math.sin(i / 50) / 100).toFixed(5);
    lines.push(`${new Date(start + i * 300_000).toISOString()},${price},${price},${price},${price},1`);
  }
  return `${lines.join('\n')}\n`;
}
