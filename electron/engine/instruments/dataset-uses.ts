import { failure, type Result } from '../../../shared/result.ts';

/** The work that is under way on each dataset, so that it ends, with the reason, when the dataset goes. */
export interface DatasetUses {
  /** Runs work on a dataset; its signal fires when the dataset goes, or when `signal` does. */
  during<T>(
    dataset: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<Result<T>>,
  ): Promise<Result<T>>;
  /** Ends what runs on a dataset: it fails with this reason. */
  end(dataset: string, because: string): void;
}

export function createDatasetUses(): DatasetUses {
  interface Use {
    end(because: string): void;
  }
  const uses = new Map<string, Set<Use>>();

  return {
    async during(dataset, signal, work) {
      const gone = new AbortController();
      let because: string | null = null;
      const use: Use = {
        end(reason) {
          because = reason;
          gone.abort();
        },
      };
      const own = uses.get(dataset) ?? new Set();
      uses.set(dataset, own.add(use));
      try {
        const result = await work(signal ? AbortSignal.any([signal, gone.signal]) : gone.signal);
        return because !== null && !result.ok ? failure('not-found', because) : result;
      } finally {
        own.delete(use);
        if (own.size === 0 && uses.get(dataset) === own) uses.delete(dataset);
      }
    },
    end(dataset, because) {
      for (const use of [...(uses.get(dataset) ?? [])]) use.end(because);
    },
  };
}
