/** A seeded source of randomness; the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform integer in [0, bound). */
  int(bound: number): number;
}

/** The complete state that determines all further numbers. */
export interface RandomState {
  readonly seed: number;
  /** The second of a pair of normals, if only the first was used. */
  readonly spare: number | null;
}

/** A source that can be resumed from its state: `createRandom(state.seed, state.spare)`. */
export interface ResumableRandom extends Random {
  state(): RandomState;
}

/** Mulberry32 (public domain, 32 bits of state) with Box–Muller normals. */
export function createRandom(seed: number, unused: number | null = null): ResumableRandom {
  let state = seed >>> 0;
  let spare = unused;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  function normal(): number {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  return {
    next,
    normal,
    int: (bound) => Math.floor(next() * bound),
    state: () => ({ seed: state, spare }),
  };
}
