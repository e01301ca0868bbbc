import type { ImportOptions, ImportQuestionId } from '../../../shared/imports.ts';
import type { Bar } from '../../../shared/market.ts';
import type { ParquetContent } from './parquet.ts';

/** A file with what is right about it. */
export interface MarketFile {
  readonly name: string;
  readonly content: string | Buffer | ParquetContent;
  readonly options: Partial<ImportOptions>;
  /** What was chosen, for whoever looks at a failure. */
  readonly about: string;
  readonly expected: Expected;
}

export type Expected =
  | {
      readonly kind: 'bars';
      readonly bars: readonly Bar[];
      readonly interval_ms: number;
      readonly phase_ms: number;
      readonly symbol: string;
    }
  /** Asked with this question; for each answer, the bars that are then right. */
  | {
      readonly kind: 'question';
      readonly id: ImportQuestionId;
      readonly answers: Readonly<Record<string, readonly Bar[]>>;
    }
  | { readonly kind: 'refusal'; readonly says: RegExp };
