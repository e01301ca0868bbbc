import type { DryRun } from '../../shared/audit.ts';
import { count } from '../format.ts';
import { labelOf } from './parameter-words.ts';

/** What caches and predictions would lose, as one sentence. */
export function effectsInWords(would: Pick<DryRun, 'caches' | 'predictions_dropped'>): string {
  const caches = would.caches
    .filter(({ entries }) => entries > 0)
    .map(({ name, entries }) => `${name} (${counted(entries, 'entry', 'entries')})`);
  const dropped = would.predictions_dropped;
  if (caches.length === 0 && dropped === 0) return 'No cache loses anything.';
  const parts = [
    caches.length > 0 ? `Caches that lose entries: ${caches.join(', ')}` : 'No cache is cleared',
    `${dropped === 0 ? 'no prediction is' : `${counted(dropped, 'prediction is', 'predictions are')}`} dropped`,
  ];
  return `${parts.join('; ')}.`;
}

/** Each problem once, its parameter named where it concerns one value. */
export function problemsInWords(problems: DryRun['problems']): string[] {
  const words = problems.map(({ path, message }) =>
    path === '' || message.startsWith('The ') ? message : `${labelOf(path)} ${message}`,
  );
  return [...new Set(words)];
}

function counted(number: number, one: string, many: string): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}
