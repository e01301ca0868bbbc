import { expect, it } from 'vitest';
import { createRandom, type Random } from '../../../../electron/engine/random.ts';
import { type Category, categories, parameters } from '../../../../shared/parameters.ts';
import { byWindow, type ConfigHarness, createMemoryStorage, startConfig } from './harness.ts';
import {
  categoriesOf,
  composed,
  differing,
  type Flat,
  flat,
  nested,
  samples,
  sumsToOne,
  weightPaths,
  wholeWeights,
} from './reference-config.ts';

const sequences = 2500;
const steps = 14;
const env = {
  SPREAD_PIPS: '0.75',
  CACHE_PRICE_MAX_SIZE: '33',
  MODEL_WEIGHT_1H: '0.5',
  MODEL_WEIGHT_4H: '0.4',
};
const environment: Flat = new Map<string, number>([
  ['trading.spread_pips', 0.75],
  ['cache.price_cache_max_size', 33],
  ['model.weight_1h', 0.5],
  ['model.weight_4h', 0.4],
]);

interface Call {
  readonly category: Category;
  readonly values: object;
  readonly previous: object;
  readonly version: number;
  readonly preview: boolean;
}

/** What a configuration must be, worked out anew from flat maps. */
interface Expected {
  stored: Flat;
  /** The stored layer as a preview would have it; null without one. */
  previewed: Flat | null;
  version: number;
}

it(`behaves as the reference in ${sequences} random sequences of operations`, async () => {
  const outcomes = { accepted: 0, refused: 0, previews: 0, unsaved: 0, restarts: 0 };
  for (let seed = 1; seed <= sequences; seed += 1) {
    await runSequence(seed, outcomes).catch((error) => {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`, { cause: error });
    });
  }
  // The sequences must reach every kind of outcome, or they show nothing.
  for (const count of Object.values(outcomes)) expect(count).toBeGreaterThan(sequences / 10);
}, 120_000);

async function runSequence(seed: number, outcomes: Record<string, number>): Promise<void> {
  const random = createRandom(seed);
  const storage = createMemoryStorage();
  let harness = startConfig({ env, storage });
  let calls = listen(harness);
  let expected: Expected = { stored: new Map(), previewed: null, version: 1 };

  for (let step = 0; step < steps; step += 1) {
    storage.writesFail = random.next() < 0.1;
    const { config } = harness;
    const valuesBefore = composed(environment, expected.previewed ?? expected.stored);
    const savedBefore = composed(environment, expected.stored);
    const revisionBefore = config.revision();
    const next: Expected = { ...expected };
    let named: Category[] = [];
    let answer: { ok: boolean; value?: unknown } | null = null;

    /** What an accepted change of the stored layer does. */
    const accept = (stored: Flat, atLeast = 0): boolean => {
      if (storage.writesFail) {
        outcomes.unsaved += 1;
        return false;
      }
      next.stored = stored;
      next.previewed = null;
      next.version = Math.max(expected.version + 1, atLeast);
      outcomes.accepted += 1;
      return true;
    };
    let ok = true;

    const dice = random.next();
    if (dice < 0.4 || (dice >= 0.5 && dice < 0.7)) {
      const isPreview = dice >= 0.5;
      const category = categories[random.int(3)];
      const { changes, allGood } = randomChanges(random, category);
      const base = isPreview ? (expected.previewed ?? expected.stored) : expected.stored;
      const layer = withChanges(base, category, changes);
      ok = allGood && sumsToOne(composed(environment, layer));
      if (!ok) outcomes.refused += 1;
      if (isPreview) {
        answer = await config.preview(category, changes);
        if (ok) next.previewed = layer;
        outcomes.previews += 1;
      } else {
        answer = await config.update(category, changes, byWindow);
        if (ok) ok = accept(layer);
        if (ok) named = [category];
      }
    } else if (dice < 0.5) {
      answer = await config.commit(byWindow);
      if (expected.previewed && differing(valuesBefore, savedBefore).length === 0) next.previewed = null;
      else if (expected.previewed) {
        ok = accept(expected.previewed);
        if (!ok) next.previewed = null;
      }
    } else if (dice < 0.75) {
      answer = await config.cancel();
      next.previewed = null;
    } else if (dice < 0.87) {
      const category = random.next() < 0.8 ? categories[random.int(3)] : undefined;
      const keys = category ? Object.keys(parameters[category]) : [];
      const key = category && random.next() < 0.6 ? keys[random.int(keys.length)] : undefined;
      // The three weights come and go together.
      const gone = weightPaths.includes(`${category}.${key}`) ? weightPaths : [`${category}.${key}`];
      const layer = new Map(
        [...expected.stored].filter(([path]) =>
          key !== undefined
            ? !gone.includes(path)
            : category !== undefined && !path.startsWith(`${category}.`),
        ),
      );
      answer = await config.reset(category, key, byWindow);
      if (layer.size < expected.stored.size) {
        ok = sumsToOne(composed(environment, layer));
        if (!ok) outcomes.refused += 1;
        else ok = accept(layer);
        if (ok) named = category ? [category] : [...categories];
      }
    } else if (dice < 0.95) {
      const category = categories[random.int(3)];
      const { changes, allGood } = randomChanges(random, category);
      const written = new Map([...expected.stored, ...flat({ [category]: changes })]);
      const version = random.int(12);
      storage.held = { version, values: nested(written) };
      answer = await config.reload({ by: 'file' });
      const layer = wholeWeights(written, environment);
      ok = allGood && sumsToOne(composed(environment, layer));
      const same =
        layer.size === expected.stored.size &&
        [...layer].every(([path, value]) => expected.stored.get(path) === value);
      if (!ok) outcomes.refused += 1;
      else if (!same) {
        ok = accept(layer);
        if (ok) named = [...categories];
      }
      // The hand that broke the file mends it, so that a later restart has what was saved.
      storage.held = { version: next.version, values: nested(next.stored) };
    } else {
      storage.held ??= { version: 1, values: {} };
      harness = startConfig({ env, storage });
      expect(harness.problems).toEqual([]);
      calls = listen(harness);
      next.previewed = null;
      outcomes.restarts += 1;
    }

    if (answer) expect(answer.ok).toBe(ok);
    checkState(harness, next, storage.held?.version ?? 1);
    if (answer) {
      checkCalls(calls.splice(0), {
        valuesBefore,
        savedBefore,
        named,
        after: next,
        accepted: next.version > expected.version,
      });
      const changed =
        differing(valuesBefore, composed(environment, next.previewed ?? next.stored)).length > 0;
      if (changed || next.version > expected.version) {
        expect(harness.config.revision()).toBeGreaterThan(revisionBefore);
      }
    }
    expected = next;
  }
}

function listen({ config }: ConfigHarness): Call[] {
  const calls: Call[] = [];
  for (const category of categories) {
    config.subscribe(category, 'watcher', (values, previous, { version, preview }) => {
      expect(config.values()[category]).toBe(values);
      calls.push({ category, values, previous, version, preview });
    });
  }
  return calls;
}

function checkState({ config }: ConfigHarness, expected: Expected, savedVersion: number): void {
  const layer = expected.previewed ?? expected.stored;
  const state = config.state();
  expect(flat(state.values)).toEqual(composed(environment, layer));
  expect(sumsToOne(flat(state.values))).toBe(true);
  expect(state.version).toBe(expected.version);
  expect(savedVersion).toBe(expected.version);
  expect(state.preview).toBe(expected.previewed !== null);
  const wrong = Object.entries(state.provenance).flatMap(([category, group]) =>
    Object.entries(group).filter(([key, entry]) => {
      const path = `${category}.${key}`;
      const layerName = layer.has(path) ? 'stored' : environment.has(path) ? 'environment' : 'default';
      return (
        entry.stored !== layer.get(path) ||
        entry.environment !== environment.get(path) ||
        entry.layer !== layerName
      );
    }),
  );
  expect(wrong).toEqual([]);
}

/** Every category that changed was told once, with exactly what it was and is; nobody else was. */
function checkCalls(
  calls: readonly Call[],
  step: { valuesBefore: Flat; savedBefore: Flat; named: Category[]; after: Expected; accepted: boolean },
): void {
  const after = composed(environment, step.after.previewed ?? step.after.stored);
  const touched = categoriesOf(differing(step.valuesBefore, after));
  if (step.accepted) {
    for (const category of categoriesOf(differing(step.savedBefore, after))) touched.add(category);
    for (const category of step.named) touched.add(category);
  }
  expect(calls.map(({ category }) => category)).toEqual(categories.filter((each) => touched.has(each)));
  // An update goes from what was saved, a preview or its end from what was running.
  const before = step.accepted ? step.savedBefore : step.valuesBefore;
  for (const { category, values, previous, version, preview } of calls) {
    const own = (all: Flat) => nested(all)[category];
    expect(values).toEqual(own(after));
    expect(previous).toEqual(own(before));
    expect(version).toBe(step.after.version);
    expect(preview).toBe(step.after.previewed !== null);
  }
}

function randomChanges(random: Random, category: Category) {
  const paths = Object.keys(samples).filter((path) => path.startsWith(`${category}.`));
  const changes: Record<string, unknown> = {};
  let allGood = true;
  const count = 1 + random.int(3);
  for (let i = 0; i < count; i += 1) {
    const path = paths[random.int(paths.length)];
    const bad = random.next() < 0.08;
    const choices = bad ? samples[path].bad : samples[path].good;
    changes[path.slice(category.length + 1)] = choices[random.int(choices.length)];
  }
  if (random.next() < 0.03) changes.leverage = 3;
  for (const [key, value] of Object.entries(changes)) {
    if (!samples[`${category}.${key}`]?.good.includes(value as number)) allGood = false;
  }
  return { changes, allGood };
}

function withChanges(base: Flat, category: Category, changes: Readonly<Record<string, unknown>>): Flat {
  const given = flat({ [category]: changes });
  const layer = new Map(base);
  if (weightPaths.some((path) => given.has(path))) {
    const values = composed(environment, base);
    for (const path of weightPaths) layer.set(path, Number(values.get(path)));
  }
  for (const [path, value] of given) layer.set(path, value);
  return layer;
}
