import { describe, expect, it } from 'vitest';
import { createOrderedMap } from '../../../../electron/engine/cache/ordered-map.ts';
import { createRandom } from '../../../../electron/engine/random.ts';

describe('an ordered map', () => {
  it('has the entries of a Map, in the same order, through ten thousand random steps', () => {
    const random = createRandom(5);
    const ours = createOrderedMap<number>();
    const plain = new Map<string, number>();
    for (let step = 0; step < 10_000; step += 1) {
      const key = `k${random.int(20)}`;
      if (random.next() < 0.5) {
        ours.set(key, step);
        plain.set(key, step);
      } else {
        ours.delete(key);
        plain.delete(key);
      }
      expect(ours.get(key)).toBe(plain.get(key));
      expect(ours.size).toBe(plain.size);
      expect([...ours]).toEqual([...plain]);
    }
  });

  it('continues its iteration after the entry just returned is deleted', () => {
    const map = createOrderedMap<number>();
    for (const key of ['a', 'b', 'c']) map.set(key, 1);
    const seen: string[] = [];
    for (const [key] of map) {
      seen.push(key);
      map.delete(key);
    }
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(map.size).toBe(0);
  });
});
