import { createBoundedCache } from '../../electron/engine/cache/bounded-cache.ts';
import { createRandom } from '../../electron/engine/random.ts';
import { elapsed, now } from '../../electron/shell/clock.ts';
import { type Figure, median } from './figure.ts';

const runs = 5;
const operations = 200_000;
const limits = [100, 100_000];

/** The bounded, counted cache beside a plain Map that only keeps the limit. */
export async function run(): Promise<Figure[]> {
  return limits.flatMap((limit) => [
    compare(`cache: hits and updates at a limit of ${limit}`, limit, limit),
    // Twice as many keys as there is room for: every other set evicts.
    compare(`cache: churn at the full limit of ${limit}`, limit, limit * 2),
  ]);
}

interface Store {
  get(key: string): number | undefined;
  set(key: string, value: number): void;
}

function compare(name: string, limit: number, keyCount: number): Figure {
  const keys = Array.from({ length: keyCount }, (_, index) => `SIM|${index}|v1.1`);
  const order = orderOf(keyCount);
  const ours: number[] = [];
  const plain: number[] = [];
  // Taking turns, the first of each to warm up: what else the machine does meets both.
  for (let index = 0; index <= runs; index += 1) {
    const rates = [rate(counted(limit), limit, keys, order), rate(bare(limit), limit, keys, order)];
    if (index === 0) continue;
    ours.push(rates[0]);
    plain.push(rates[1]);
  }
  return {
    name,
    unit: 'million operations/s',
    median: median(ours),
    runs: ours,
    yardstick: {
      name: 'a Map with delete and set, no counters, no expiry',
      median: median(plain),
      runs: plain,
    },
    ratio: median(ours) / median(plain),
    target: 'none: reported',
    met: true,
    note: `${operations} operations on ${keyCount} keys in random order, half get, half set; filled to the limit before. Ours reads the limit and the clock at each.`,
  };
}

function counted(limit: number): Store {
  return createBoundedCache<number>({
    name: 'predictions',
    service: 'bench',
    limit: () => limit,
    ttlSeconds: () => 3600,
    oldest: 'last-set',
    now,
    elapsed,
  });
}

function bare(limit: number): Store {
  const entries = new Map<string, { value: number }>();
  return {
    get: (key) => entries.get(key)?.value,
    set(key, value) {
      entries.delete(key);
      entries.set(key, { value });
      if (entries.size <= limit) return;
      for (const oldest of entries.keys()) {
        entries.delete(oldest);
        return;
      }
    },
  };
}

function orderOf(keyCount: number): Uint32Array {
  const random = createRandom(1);
  return Uint32Array.from({ length: operations }, () => random.int(keyCount));
}

function rate(store: Store, limit: number, keys: readonly string[], order: Uint32Array): number {
  for (const key of keys.slice(0, limit)) store.set(key, 0);
  let sum = 0;
  const start = performance.now();
  for (let i = 0; i < operations; i += 2) {
    sum += store.get(keys[order[i]]) ?? 0;
    store.set(keys[order[i + 1]], i);
  }
  const ms = performance.now() - start;
  if (Number.isNaN(sum)) throw new Error('the cache gave back what was not put in');
  return operations / ms / 1000;
}
