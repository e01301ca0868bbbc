const limit = 3;
const withinMs = 60_000;

/** Counts crashes: a page that crashes over and over is not opened again without being asked. */
export interface CrashLimit {
  /** Notes a crash. True for the third within a minute. */
  reached(): boolean;
  /** Forgets what was counted. */
  reset(): void;
}

/** @param elapsed monotonic, ms */
export function createCrashLimit(elapsed: () => number): CrashLimit {
  let recent: readonly number[] = [];
  return {
    reached() {
      const now = elapsed();
      recent = [...recent.filter((time) => now - time < withinMs), now];
      return recent.length >= limit;
    },
    reset() {
      recent = [];
    },
  };
}
