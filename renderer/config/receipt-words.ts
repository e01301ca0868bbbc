import type { Receipt } from '../../shared/config.ts';
import { duration } from '../format.ts';
import { labelOf, wordsAt } from './parameter-words.ts';

/** e.g. "v12: 7 of 7 delivered in 0.30 ms"; a failure says which service and why. */
export function receiptInWords({ version, symbols, callbacks, summary }: Receipt): string {
  const took = duration(callbacks.reduce((sum, run) => sum + run.duration_ms, 0));
  const failed = callbacks.some((run) => run.error !== null);
  const whom = symbols === null ? '' : ` for ${symbols.join(', ')}`;
  return failed ? `v${version}${whom}: ${summary}` : `v${version}${whom}: ${summary} in ${took}`;
}

/** What to say of a change that this window did not ask for; null for one that needs no words. */
export function outsideChange({ by, version, changes }: Receipt): string | null {
  const [first, ...others] = changes.map(({ category, key, old, new: value, symbol }) => {
    const path = `${category}.${key}`;
    const whom = symbol === null ? '' : ` for ${symbol}`;
    return `${labelOf(path)}${whom} ${wordsAt(path, old)} → ${wordsAt(path, value)}`;
  });
  const what = first ? `: ${first}${others.length > 0 ? ` and ${others.length} more` : ''}` : '';
  if (by === 'file') return `The config file was edited and taken as v${version}${what}.`;
  if (by === 'timer') return `The trial ended and went back as v${version}${what}.`;
  return null;
}
