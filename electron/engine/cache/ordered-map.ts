/**
 * The part of a Map that a cache needs, in insertion order. A plain Map keeps that order too, but finds its first key by
 * stepping over every hole that deletions have left at its front: at 100,000 entries, evicted one by one, that takes
 * 0.1 ms each time. Here the first key is found in constant time.
 */
export interface OrderedMap<V> {
  readonly size: number;
  get(key: string): V | undefined;
  /** An existing key keeps its position. */
  set(key: string, value: V): void;
  delete(key: string): void;
  /** Oldest first. During iteration only the entry just returned may be deleted. */
  [Symbol.iterator](): Iterator<[key: string, value: V]>;
}

export function createOrderedMap<V>(): OrderedMap<V> {
  const nodes = new Map<string, Node<V>>();
  let first: Node<V> | null = null;
  let last: Node<V> | null = null;

  return {
    get size() {
      return nodes.size;
    },
    get: (key) => nodes.get(key)?.value,
    set(key, value) {
      const known = nodes.get(key);
      if (known) {
        known.value = value;
        return;
      }
      const node: Node<V> = { key, value, before: last, after: null };
      if (last) last.after = node;
      else first = node;
      last = node;
      nodes.set(key, node);
    },
    delete(key) {
      const node = nodes.get(key);
      if (!node) return;
      nodes.delete(key);
      if (node.before) node.before.after = node.after;
      else first = node.after;
      if (node.after) node.after.before = node.before;
      else last = node.before;
    },
    *[Symbol.iterator]() {
      for (let node = first; node; node = node.after) yield [node.key, node.value];
    },
  };
}

interface Node<V> {
  readonly key: string;
  value: V;
  before: Node<V> | null;
  after: Node<V> | null;
}
