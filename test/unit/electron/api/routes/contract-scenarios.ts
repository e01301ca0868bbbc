import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TradingDay } from '../../../../../shared/market.ts';
import { defaultTrainingSettings } from '../../../../../shared/models.ts';
import { type OutsideOperation, operations } from '../../../../../shared/operations/index.ts';
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

/** Every way in which each operation is answered, the example of its entry first, on a desk that has started and stands still. */
export function createScenarios(desk: TestEngine): Readonly<Record<OutsideOperation, readonly Scenario[]>> {
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
  const importTiny = async (symbol: string) => {
    const started = await handlers['import.run']({
      path: await bars(),
      options: { symbol, time_zone: 'UTC' },
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

  /** The example of the table; `here` names what only this desk can name, such as a file or a job. */
  const shown = (operation: OutsideOperation, here: () => Promise<object> = async () => ({})): Scenario => ({
    status: 200,
    find: async () => ({ ...operations[operation].example, ...(await here()) }),
  });
  const fine = (input: unknown = {}): Scenario => ({ status: 200, input });
  const finely = (find: () => unknown): Scenario => ({ status: 200, find });
  const missing = (input: unknown): Scenario => ({ status: 404, input });
  /** Of data that are not there, and of data that are stored and not open. */
  const notOpen = (input: object = {}): Scenario[] => [
    missing({ ...input, dataset: 'nowhere' }),
    { status: 409, input: { ...input, dataset: 'GBPUSD' }, before: () => importTiny('GBPUSD') },
  ];
  const openBeside = async () => {
    await importTiny('BTCUSDT');
    valueIn(await handlers['instruments.open']({ dataset: 'BTCUSDT' }));
  };
  const closeBeside = () => handlers['instruments.close']({ dataset: 'BTCUSDT' });
  const source = { from: { profile: 'no such profile' } };
  const elsewhere = { scope: { dataset: 'nowhere' } };
  /** With a bundle that has not answered yet, or when it takes long, it is a job, which can be cancelled. */
  const experiment = (operation: OutsideOperation, extra: object = {}): Scenario[] => [
    shown(operation),
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
    'desk.snapshot': [shown('desk.snapshot')],
    'config.get': [shown('config.get')],
    'config.category': [shown('config.category')],
    'config.state': [shown('config.state')],
    'config.update': [
      shown('config.update'),
      unsaved({ category: 'cache', changes: { prediction_cache_ttl_seconds: 7 } }),
    ],
    'config.preview': [
      {
        ...shown('config.preview'),
        after: () => handlers['config.cancel']({}),
      },
      { ...heldByOther, input: { category: 'trading', changes: { spread_pips: 3 } } },
    ],
    'config.commit': [
      shown('config.commit'),
      { ...heldByOther, input: {} },
      unsaved({}, () =>
        handlers['config.preview']({ category: 'trading', changes: { spread_pips: next() } }),
      ),
    ],
    'config.cancel': [shown('config.cancel'), { ...heldByOther, input: {} }],
    'config.reset': [
      { ...shown('config.reset'), before: update },
      fine(),
      { ...fine({ category: 'cache' }), before: update },
      unsaved({}, update),
      unsaved({ category: 'cache' }, update),
      unsaved({ category: 'cache', key: 'prediction_cache_ttl_seconds' }, update),
    ],
    'config.reload': [
      shown('config.reload'),
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
    'config.validate': [shown('config.validate')],
    'config.undo': [{ ...shown('config.undo'), before: update }, unsaved({}, update)],
    'config.redo': [
      shown('config.redo'),
      unsaved({}, async () => {
        await update();
        await handlers['config.undo']({});
      }),
    ],
    'config.take-bundle': [shown('config.take-bundle'), unsaved({}, weights)],
    'audit.page': [shown('audit.page'), fine({ filter: {}, limit: 20 })],
    'audit.version': [shown('audit.version'), missing({ version: none })],
    'audit.compare': [{ ...shown('audit.compare'), before: update }, missing({ from: none, to: none })],
    'audit.restore': [
      shown('audit.restore'),
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
      { ...shown('trial.begin'), before: () => handlers['trial.revert']({}) },
      {
        status: 409,
        before: begin,
        input: { changes: { trading: { spread_pips: 4 } }, until: { minutes: 5 } },
      },
      unsaved({ changes: { trading: { spread_pips: 4 } }, until: { minutes: 5 } }, () =>
        handlers['trial.revert']({}),
      ),
    ],
    'trial.keep': [{ ...shown('trial.keep'), before: begin }, unsaved({}, begin)],
    'trial.revert': [{ ...shown('trial.revert'), before: begin }, unsaved({}, begin)],
    'profiles.list': [{ ...shown('profiles.list'), before: () => save() }],
    'profiles.save': [shown('profiles.save'), unsaved({ name: 'Calm' })],
    'profiles.compare': [{ ...shown('profiles.compare'), before: () => save() }, missing({ name: 'nobody' })],
    'profiles.apply': [
      { ...shown('profiles.apply'), before: () => save() },
      missing({ name: 'nobody' }),
      unsaved({ name: 'Calm' }, () => save()),
    ],
    'profiles.remove': [
      { ...shown('profiles.remove'), before: () => save() },
      missing({ name: 'nobody' }),
      unsaved({ name: 'Calm' }, () => save()),
    ],
    'prediction.latest': [shown('prediction.latest'), { ...missing({}), silent: true }, ...notOpen()],
    'prediction.list': [shown('prediction.list'), missing({ version: none }), ...notOpen()],
    'prediction.what-if': [
      shown('prediction.what-if'),
      { status: 409, input: {}, silent: true },
      ...notOpen(),
    ],
    'prediction.at': [shown('prediction.at'), missing({ bar_time: -1e15 }), ...notOpen({ bar_time: 0 })],
    'prediction.why': [shown('prediction.why'), missing({ bar_time: -1e15 }), ...notOpen()],
    'market.chart': [shown('market.chart'), ...notOpen()],
    'market.signals': [shown('market.signals'), fine({ bars: 20, before: -1e15 }), ...notOpen()],
    'market.state': [shown('market.state'), fine({ dataset: market }), ...notOpen()],
    'market.activate': [shown('market.activate'), missing({ dataset: 'nowhere' })],
    'market.set-trading-day': [
      {
        ...shown('market.set-trading-day'),
        before: () => setDay('utc'),
        // The other scenarios know the market as it was.
        after: () => setDay('new-york-close'),
      },
      missing({ dataset: 'nowhere', trading_day: 'utc' }),
    ],
    'market.asset': [shown('market.asset'), fine({ symbol: 'EUR-USD' }), missing({ symbol: 'NOTHING' })],
    'market.set-asset': [shown('market.set-asset'), missing({ symbol: 'NOTHING', decimals: 3 })],
    'market.remove': [
      { ...shown('market.remove'), before: () => importTiny('BTCUSDT') },
      missing({ dataset: 'nowhere' }),
      { status: 409, input: { dataset: market } },
    ],
    'import.inspect': [
      shown('import.inspect', async () => ({ path: await bars() })),
      missing({ path: '/no/such/file.csv' }),
      { status: 422, find: () => ({ path: desk.folder }) },
      { status: 409, find: async () => ({ path: await long() }), during: cancelFirst },
    ],
    'import.run': [
      {
        ...shown('import.run', async () => ({
          path: await bars(),
          options: { symbol: 'TINY', time_zone: 'UTC' },
        })),
        status: 202,
        after: settled,
      },
    ],
    'models.state': [shown('models.state'), fine({ dataset: market }), ...notOpen()],
    'models.train': [
      { ...shown('models.train'), status: 202, after: stopJobs },
      missing({ dataset: 'nowhere', seed: 1, settings: smallTraining }),
      {
        status: 409,
        input: { dataset: market, seed: 1, settings: smallTraining },
        before: train,
        after: stopJobs,
      },
    ],
    'models.activate': [
      shown('models.activate', async () => ({ bundle: await active() })),
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
      shown('models.remove', async () => ({ bundle: await spare() })),
      missing({ bundle: 'nobody' }),
      { status: 409, find: async () => ({ bundle: await active() }) },
    ],
    'jobs.list': [shown('jobs.list')],
    'jobs.get': [
      shown('jobs.get', async () => ({ job: (await desk.state()).jobs[0].id })),
      missing({ job: none }),
    ],
    'jobs.cancel': [
      { ...shown('jobs.cancel', async () => ({ job: await train() })), after: stopJobs },
      missing({ job: none }),
    ],
    'instruments.list': [shown('instruments.list')],
    'instruments.open': [
      { ...shown('instruments.open'), before: () => importTiny('BTCUSDT'), after: closeBeside },
      missing({ dataset: 'nowhere' }),
    ],
    'instruments.close': [
      { ...shown('instruments.close'), before: openBeside },
      missing({ dataset: 'nowhere' }),
      { status: 409, input: { dataset: market } },
    ],
    'instruments.focus': [
      {
        ...shown('instruments.focus'),
        before: openBeside,
        async after() {
          valueIn(await handlers['instruments.focus']({ dataset: market }));
          await closeBeside();
        },
      },
      ...notOpen(),
    ],
    'replay.state': [shown('replay.state'), fine({ dataset: market }), ...notOpen()],
    'replay.play': [{ ...shown('replay.play'), after: () => handlers['replay.pause']({}) }, ...notOpen()],
    'replay.pause': [shown('replay.pause'), ...notOpen()],
    'replay.step': [shown('replay.step'), ...notOpen({ bars: 1 })],
    'replay.speed': [shown('replay.speed'), ...notOpen({ speed: 10 })],
    'replay.jump': [shown('replay.jump'), ...notOpen({ to: 0 })],
    'caches.list': [shown('caches.list')],
    'caches.clear': [shown('caches.clear')],
    'experiments.point': [shown('experiments.point'), missing(elsewhere)],
    'experiments.bars': [
      shown('experiments.bars'),
      fine({ from: 0, to: lastTime }),
      missing({ dataset: 'nowhere', from: 0, to: lastTime }),
    ],
    'experiments.backtest': experiment('experiments.backtest'),
    'experiments.compare': experiment('experiments.compare', {
      b: { changes: { trading: { spread_pips: 2 } } },
    }),
    'experiments.triangle': experiment('experiments.triangle', { steps: 100 }),
    'experiments.overfit': experiment('experiments.overfit', { steps: 10, resamples: 200 }),
    'experiments.walk-forward': experiment('experiments.walk-forward', { steps: 10 }),
    'experiments.versions': [shown('experiments.versions'), { status: 409, input: {}, during: cancelFirst }],
    'experiments.record': experiment('experiments.record'),
    'experiments.reproduce': [
      shown('experiments.reproduce'),
      finely(record),
      { status: 409, find: record, during: cancelFirst },
    ],
    'shadows.add': [
      shown('shadows.add'),
      missing({ name: 'nobody', source }),
      { status: 409, find: async () => ({ name: (await shadow()).name, source: {} }) },
    ],
    'shadows.remove': [
      shown('shadows.remove', async () => ({ id: (await shadow()).id })),
      missing({ id: none }),
    ],
    'shadows.promote': [
      shown('shadows.promote', async () => ({ id: (await shadow()).id })),
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
    'shadows.restart': [shown('shadows.restart')],
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
