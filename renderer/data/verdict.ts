import type { PartFigures } from '../../shared/models.ts';
import { count, percent, percentRange } from '../format.ts';

/**
 * What a test part's figures mean, in words. An edge is claimed only when the whole 95 % interval of
 * the accuracy lies above both a coin and always saying the commoner direction.
 */
export function verdict(test: PartFigures): { readonly edge: boolean; readonly text: string } {
  const { accuracy_low: low, accuracy_high: high } = test;
  if (test.rows === 0) return { edge: false, text: 'No test rows: nothing can be said.' };
  if (test.effective_rows === null) return { edge: false, text: independentRows(low, high) };
  const commoner = Math.max(test.base_rate, 1 - test.base_rate);
  const range = percentRange(low, high);
  if (high < 0.5) return { edge: false, text: `No edge: worse than a coin, ${range}.` };
  if (low <= 0.5) return { edge: false, text: `No edge: ${range} contains 50 %.` };
  if (low <= commoner) {
    const word = test.base_rate >= 0.5 ? 'up' : 'down';
    return {
      edge: false,
      text: `No edge: ${range} is not above always saying “${word}” (${percent(commoner)}).`,
    };
  }
  return { edge: true, text: `Better than a coin on unseen bars: ${range}.` };
}

/** What the rows of a part are worth, in words; null for a bundle that does not say. */
export function worthOfRows({ rows, effective_rows: effective }: PartFigures): string | null {
  if (effective === null) return null;
  return `${count(rows)} test rows whose labels overlap say as much as ${count(Math.round(effective))} independent ones.`;
}

function independentRows(low: number, high: number): string {
  return `Cannot be judged: the interval ${percentRange(low, high)} was computed by an earlier version as if rows were independent, and is too narrow. Train again to have it right.`;
}
