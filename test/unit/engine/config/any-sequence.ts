import { isDeepStrictEqual } from 'node:util';
import type { AuditTrail } from '../../../../electron/engine/config/audit-trail.ts';
import { watchTrial } from '../../../../electron/engine/config/trial-watch.ts';
import { createRandom, type Random } from '../../../../electron/engine/random.ts';
import { categories, parameters } from '../../../../shared/parameters.ts';
import type { Result } from '../../../../shared/result.ts';
import { createTestClock, settle } from '../test-clock.ts';
import { type Audited, createMemoryTrail, type MemoryTrail, recorded, startAudited } from './audited.ts';
import { byWindow, createMemoryStorage } from './harness.ts';
import {
  composed,
  differing,
  type Flat,
  flat,
  nested,
  samples,
  sumsToOne,
  wholeWeights,
} from './reference-config.ts';
import {
  accepted,
  expired,
  freshDesk,
  group,
  layerFor,
  type ReferenceDesk,
  restarted,
  running,
  sameFlat,
  saved,
  soundLayer,
  storedOf,
  withTied,
} from './reference-desk.ts';

const steps = 16;

const environments: readonly { variables: Record<string, string>; values: Flat }[] = [
  { variables: {}, values: new Map() },
  {
    variables: {
      SPREAD_PIPS: '0.75',
      CACHE_PRICE_MAX_SIZE: '33',
      MODEL_WEIGHT_1H: '0.5',
      MODEL_WEIGHT_4H: '0.4',
    },
    values: new Map<string, number>([
      ['trading.spread_pips', 0.75],
      ['cache.price_cache_max_size', 33],
      ['model.weight_1h', 0.5],
      ['model.weight_4h', 0.4],
    ]),
  },
  {
    variables: { MAX_HOLDING_HOURS: '48', MODEL_USE_REGIME_ADJUSTMENT: 'off' },
    values: new Map<string, number | boolean>([
      ['trading.max_holding_hours', 48],
      ['model.use_regime_adjustment', false],
    ]),
  },
];

/** What one operation must do: the desk afterwards, and how it ends. */
interface Step {
  readonly kind: string;
  /** Null where it is refused. */
  readonly next: ReferenceDesk | null;
  /** Saves, so that a disk that refuses ends it. */
  readonly saves: boolean;
  run(): Promise<Result<unknown>>;
}

/** Runs one seeded sequence beside the reference and throws at the first difference. Counts what happened in `seen`. */
export async function runSequence(
  seed: number,
  seen: Map<string, number>,
  trail: AuditTrail = createMemoryTrail(),
): Promise<void> {
  const random = createRandom(seed);
  const clock = createTestClock();
  const storage = createMemoryStorage();
  let environment = environments[random.int(environments.length)];
  let audited = await startAudited({ env: environment.variables, storage, trail, clock });
  let stop = attach(audited);
  let desk = freshDesk(environment.values);
  let refusals = 0;
  let last = '';
  let crashed = false;
  let inBurst = false;
  // A crash between file and trail needs a trail that can be held up.
  const memory = 'entries' in trail ? (trail as MemoryTrail) : null;

  function attach({ config }: Audited): () => void {
    for (const category of categories) {
      for (const service of ['one', 'two']) {
        config.subscribe(category, service, () => {
          if (random.next() > 0.1) return;
          count('callback failed');
          throw new Error('no');
        });
      }
    }
    return watchTrial(config, clock);
  }

  function count(kind: string): void {
    last = kind;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
  }

  function check(holds: boolean, what: string, at: string): void {
    if (!holds) throw new Error(`seed ${seed}, ${at}: ${what}`);
  }

  function compare(at: string): void {
    const { config } = audited;
    const state = config.state();
    const values = flat(state.values);
    check(state.version === desk.version, `version ${state.version}, not ${desk.version}`, at);
    check(sameFlat(values, running(desk)), `values differ: ${differing(values, running(desk))}`, at);
    check(sumsToOne(values), 'the weights do not sum to 1', at);
    check(
      sameFlat(flat(config.stored()), desk.stored),
      `stored is ${inWords(flat(config.stored()))}, not ${inWords(desk.stored)}`,
      at,
    );
    check(state.preview === (desk.previewed !== null), 'preview or not', at);
    check(state.can_undo === desk.past.length > 0, `can_undo is ${state.can_undo}`, at);
    check(state.can_redo === desk.future.length > 0, `can_redo is ${state.can_redo}`, at);
    const onTrial = state.trial?.changes.map(({ category, key }) => `${category}.${key}`).sort();
    check(isDeepStrictEqual(onTrial, desk.trial?.paths.toSorted()), `on trial: ${onTrial}`, at);
    check((storage.held?.version ?? 1) === desk.version, `saved as v${storage.held?.version}`, at);
    check(sameFlat(flat(storage.held?.values ?? {}), desk.stored), 'the file differs', at);
  }

  async function restart(crash: boolean): Promise<void> {
    if (crash && memory) {
      crashed = true;
      memory.appendsFail = false;
    } else await bringToTrail();
    stop();
    environment = random.next() < 0.5 ? environment : environments[random.int(environments.length)];
    desk = restarted(desk, environment.values);
    storage.held ??= { version: 1, values: {} };
    audited = await startAudited({ env: environment.variables, storage, trail, clock });
    stop = attach(audited);
    if (desk.trial && clock.now() >= desk.trial.until) desk = expired(desk) ?? desk;
    await settle();
    // A start that changed nothing leaves the file as it was, sound or not.
    storage.held = {
      ...storage.held,
      version: desk.version,
      values: nested(desk.stored),
      trial: audited.config.trial(),
    };
    count(crash ? 'crash done' : 'restart done');
  }

  async function passTime(): Promise<void> {
    if (desk.trial && random.next() < 0.7) clock.shiftWall(desk.trial.until - clock.now() + random.int(1e6));
    else if (random.next() < 0.3) clock.shiftWall(-random.int(60_000));
    const due = desk.trial !== null && clock.now() + 1000 >= desk.trial.until;
    await clock.advance(1000);
    if (!due) return;
    const next = expired(desk);
    if (next && !storage.writesFail) {
      desk = next;
      count('expiry done');
    } else refusals += 1;
  }

  for (let index = 0; index < steps; index += 1) {
    storage.writesFail = false;
    const dice = random.next();
    if (dice < 0.05) await restart(dice < 0.025);
    else {
      storage.writesFail = random.next() < 0.12;
      if (memory) memory.appendsFail = random.next() < 0.3;
      if (dice < 0.13) await passTime();
      else if (dice < 0.3) await takeTogether(index);
      else await take(planned(), index);
    }
    compare(`step ${index}, ${last}`);
  }
  storage.writesFail = false;
  await bringToTrail();
  await replay();
  stop();

  /** What was tried before the trail took anything again is not waited for, but tried once more. */
  async function bringToTrail(): Promise<void> {
    await audited.recorder.flush();
    if (memory) memory.appendsFail = false;
    await audited.recorder.flush();
  }

  async function take(step: Step, index: number): Promise<void> {
    checkAnswer(step, await step.run(), index);
    // The hand that wrote the file puts back what was saved.
    if (step.kind === 'reload') {
      const { trial, journal } = audited.storage.held ?? {};
      storage.held = { version: desk.version, values: nested(desk.stored), trial, journal };
    }
  }

  /** Several asked for in one breath must end as if each had waited for the one before. */
  async function takeTogether(index: number): Promise<void> {
    const begun = desk;
    const steps: Step[] = [];
    inBurst = true;
    for (let left = 2 + random.int(5); left > 0; left -= 1) {
      const step = planned();
      // These look at the file or the trail before they are asked.
      if (step.kind === 'reload' || step.kind === 'restore') continue;
      steps.push(step);
      desk = endOf(step).desk;
    }
    desk = begun;
    const writes = storage.writes;
    const answers = await Promise.all(steps.map((step) => step.run()));
    inBurst = false;
    for (const [i, step] of steps.entries()) checkAnswer(step, answers[i], index);
    if (storage.writes === writes + 1 && desk.version > begun.version + 1) count('saved together');
    check(storage.writes <= writes + desk.version - begun.version, 'saved too often', `step ${index}`);
  }

  function endOf(step: Step): { desk: ReferenceDesk; ok: boolean; unsaved: boolean } {
    const unsaved = step.saves && step.next !== null && storage.writesFail;
    const ok = step.next !== null && !unsaved;
    if (ok && step.next) return { desk: step.next, ok, unsaved };
    return { desk: unsaved && step.kind === 'commit' ? { ...desk, previewed: null } : desk, ok, unsaved };
  }

  function checkAnswer(step: Step, answer: Result<unknown>, index: number): void {
    const before = desk;
    const { desk: after, ok, unsaved } = endOf(step);
    check(answer.ok === ok, `${step.kind} answered ${JSON.stringify(answer).slice(0, 300)}`, `step ${index}`);
    count(`${step.kind} ${unsaved ? 'unsaved' : ok ? 'done' : 'refused'}`);
    if (!ok && step.kind !== 'preview') refusals += 1;
    desk = after;
    check(desk === before || desk.version >= before.version, 'the version fell', `step ${index}`);
  }

  function planned(): Step {
    const { config } = audited;
    // A drag is soon let go.
    const dice = desk.previewed && random.next() < 0.3 ? 6 : random.int(14);
    if (dice <= 2) {
      const { changes, good } = randomChanges(random, false);
      const [category] = Object.keys(changes);
      const layer = good && layerOf(desk.stored, changes);
      return step('update', layer && accepted(desk, layer), () => {
        if (!inBurst) checkDryRun(changes, layer);
        return config.update(category, changes[category], byWindow);
      });
    }
    if (dice === 3) {
      const { changes, good } = randomChanges(random, true);
      const layer = good && layerOf(desk.stored, changes);
      return step('profile', layer && accepted(desk, layer), () =>
        config.updateAll(changes, byWindow, 'profile'),
      );
    }
    if (dice <= 5) {
      const { changes, good } = randomChanges(random, false);
      const [category] = Object.keys(changes);
      const layer = good && layerOf(desk.previewed ?? desk.stored, changes);
      return {
        kind: 'preview',
        next: layer ? { ...desk, previewed: layer } : null,
        saves: false,
        run: () => config.preview(category, changes[category]),
      };
    }
    if (dice === 6) {
      if (random.next() < 0.3)
        return {
          kind: 'cancel',
          next: { ...desk, previewed: null },
          saves: false,
          run: () => config.cancel(),
        };
      const moved = desk.previewed && differing(saved(desk), running(desk)).length > 0;
      if (!desk.previewed || !moved)
        return {
          kind: 'commit',
          next: { ...desk, previewed: null },
          saves: false,
          run: () => config.commit(byWindow),
        };
      return step('commit', accepted(desk, desk.previewed), () => config.commit(byWindow));
    }
    if (dice === 7) return reset();
    if (dice === 8) return restore();
    if (dice === 9 || dice === 13) return undoOrRedo();
    if (dice === 10) return beginTrial();
    if (dice === 11) return endTrial();
    return reload();
  }

  function checkDryRun(changes: Changes, layer: Flat | false): void {
    const { differences, problems } = audited.config.validate(changes);
    check((problems.length === 0) === (layer !== false), 'its problems are others', 'dry run');
    if (!layer) return;
    const after = composed(desk.environment, layer);
    const expected = differing(saved(desk), after).map((path) => [
      path,
      saved(desk).get(path),
      after.get(path),
    ]);
    const told = differences.map(({ path, from, to }) => [path, from, to]);
    check(isDeepStrictEqual(told, expected), `it says ${JSON.stringify(told)}`, 'dry run');
  }

  function step(kind: string, next: ReferenceDesk | false | null, run: Step['run']): Step {
    return { kind, next: next || null, saves: true, run };
  }

  function unchanged(kind: string, run: Step['run']): Step {
    return { kind, next: desk, saves: false, run };
  }

  /** The layer with changes on top; false where that breaks the weights' sum. */
  function layerOf(base: Flat, changes: Changes): Flat | false {
    const layer = withTied(desk.environment, base, flat(changes));
    return sumsToOne(composed(desk.environment, layer)) && layer;
  }

  function reset(): Step {
    const category = random.next() < 0.8 ? categories[random.int(3)] : undefined;
    const keys = category ? Object.keys(parameters[category]) : [];
    const key = category && random.next() < 0.6 ? keys[random.int(keys.length)] : undefined;
    const gone = key !== undefined ? group(`${category}.${key}`) : null;
    const layer = new Map(
      [...desk.stored].filter(([path]) =>
        gone ? !gone.includes(path) : category && !path.startsWith(`${category}.`),
      ),
    );
    const run = () => audited.config.reset(category, key, byWindow);
    if (layer.size === desk.stored.size) return unchanged('reset', run);
    return step('reset', sumsToOne(composed(desk.environment, layer)) && accepted(desk, layer), run);
  }

  function restore(): Step {
    const known = [...desk.history.keys()];
    const version = known[random.int(known.length)];
    const { values, stored } = desk.history.get(version) ?? { values: new Map(), stored: new Map() };
    const some = random.next() < 0.5;
    const all = Object.keys(samples);
    const paths = Array.from({ length: 1 + random.int(4) }, () => all[random.int(all.length)]);
    if (random.next() < 0.05) paths.push('trading.leverage');
    const run = async () => {
      await bringToTrail();
      const target = await trail.version(version);
      if (!target) throw new Error(`seed ${seed}: v${version} is not on record`);
      return audited.config.restore(some ? { ...target, paths } : target, byWindow);
    };
    if (!some) {
      const layer = layerFor(values, desk.environment, soundLayer(desk.environment, stored));
      if (sameFlat(layer, desk.stored)) return unchanged('restore', run);
      return step('restore', accepted(desk, layer), run);
    }
    if (paths.includes('trading.leverage')) return step('restore', null, run);
    const wanted = new Map(paths.map((path) => [path, values.get(path) ?? 0]));
    const layer = withTied(desk.environment, desk.stored, wanted);
    if (!sumsToOne(composed(desk.environment, layer))) return step('restore', null, run);
    return sameFlat(layer, desk.stored)
      ? unchanged('restore', run)
      : step('restore', accepted(desk, layer), run);
  }

  function undoOrRedo(): Step {
    const back = random.next() < (desk.future.length > 0 ? 0.4 : 0.8);
    const target = back ? desk.past.at(-1) : desk.future.at(-1);
    const run = () => (back ? audited.config.undo(byWindow) : audited.config.redo(byWindow));
    const kind = back ? 'undo' : 'redo';
    if (target === undefined) return unchanged(`${kind} of nothing`, run);
    return step(kind, accepted(desk, target, { move: kind }), run);
  }

  function beginTrial(): Step {
    const { changes, good } = randomChanges(random, true);
    const until = clock.now() + (random.next() < 0.1 ? -1 : 1500 + random.int(5000));
    const run = () => audited.config.try(changes, { at: until }, byWindow);
    const layer = good && layerOf(desk.stored, changes);
    if (!layer || desk.trial || until <= clock.now()) return step('trial', null, run);
    const paths = differing(saved(desk), composed(desk.environment, layer));
    if (paths.length === 0) return step('trial', null, run);
    const moved = new Map([...flat(changes)].filter(([path, value]) => saved(desk).get(path) !== value));
    const only = withTied(desk.environment, desk.stored, moved);
    const before = storedOf(desk.stored, paths);
    return step('trial', accepted(desk, only, { trial: { until, paths, before } }), run);
  }

  function endTrial(): Step {
    const keep = random.next() < 0.5;
    const run = () => (keep ? audited.config.keep(byWindow) : audited.config.revert(byWindow));
    if (!desk.trial) return unchanged('end of no trial', run);
    if (keep) return step('keep', accepted(desk, desk.stored, { trial: null }), run);
    return step('revert', expired(desk), run);
  }

  function reload(): Step {
    const { changes, good } = randomChanges(random, true);
    const written = new Map([...desk.stored, ...flat(changes)]);
    const layer = wholeWeights(written, desk.environment);
    const version = random.int(12);
    const run = () => {
      storage.held = { ...storage.held, version, values: nested(written) };
      return audited.config.reload({ by: 'file' });
    };
    if (!good || !sumsToOne(composed(desk.environment, layer))) return step('reload', null, run);
    if (sameFlat(layer, desk.stored)) return unchanged('reload', run);
    return step('reload', accepted(desk, layer), run);
  }

  /** Every accepted entry changes what the ones before it made, and the last gives what is in force. */
  async function replay(): Promise<void> {
    const values = composed();
    let version = 0;
    let refused = 0;
    for (const entry of await recorded(trail)) {
      const at = `entry ${entry.id}`;
      if (entry.outcome === 'refused') {
        refused += 1;
        check(entry.version === Math.max(1, version), 'a refusal of another version', at);
        continue;
      }
      check(entry.version > version, `v${entry.version} after v${version}`, at);
      version = entry.version;
      for (const { category, key, old, new: next } of entry.changes) {
        const path = `${category}.${key}`;
        check(values.get(path) === old && old !== next, `${path} was ${values.get(path)}, not ${old}`, at);
        values.set(path, next);
      }
      check(
        sameFlat(values, desk.history.get(version)?.values ?? new Map()),
        `v${version} replays otherwise`,
        at,
      );
    }
    check(version === desk.version, `ends at v${version}`, 'the trail');
    check(sameFlat(values, saved(desk)), 'does not replay to what is in force', 'the trail');
    // A crash may take refusals with it, nothing else.
    check(
      refused <= refusals && (crashed || refused === refusals),
      `${refused} of ${refusals} refusals`,
      'the trail',
    );
  }
}

type Changes = Record<string, Record<string, unknown>>;

/** Values right or wrong, of one category or of several. */
function randomChanges(random: Random, several: boolean): { changes: Changes; good: boolean } {
  const category = categories[random.int(3)];
  const all = Object.keys(samples).filter((path) => several || path.startsWith(`${category}.`));
  const changes: Changes = {};
  let good = true;
  for (let left = 1 + random.int(3); left > 0; left -= 1) {
    const path = all[random.int(all.length)];
    const bad = random.next() < 0.07;
    const choices: readonly unknown[] = bad ? samples[path].bad : samples[path].good;
    const [group, key] = path.split('.');
    changes[group] = { ...changes[group], [key]: choices[random.int(choices.length)] };
  }
  for (const [group, values] of Object.entries(changes)) {
    for (const [key, value] of Object.entries(values)) {
      const right: readonly unknown[] = samples[`${group}.${key}`].good;
      good &&= right.includes(value);
    }
  }
  return { changes, good };
}

function inWords(values: Flat): string {
  return JSON.stringify([...values].sort());
}
