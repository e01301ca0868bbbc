import type { ImportPreview } from '../../../../shared/imports.ts';
import { hourMs } from '../../../../shared/market.ts';
import { failure } from '../../../../shared/result.ts';
import type { OtherSpacing } from './census/mixed-spacing.ts';
import { durationText, minuteText, pastText } from './words.ts';

/** Why these rows cannot be stored as bars; null where they can. */
export function seriesProblem(
  { refused_rows, accepted, refused, rows, interval_ms, phase_ms }: ImportPreview,
  name: string,
  other_phase_ms: number | null,
  other_spacing: OtherSpacing | null,
) {
  const first = refused_rows
    .slice(0, 5)
    .map(({ line, reason }) => ({ path: `line ${line}`, message: reason }));
  if (refused > accepted) {
    const example = first.map(({ path, message }) => `${path}: ${message}`).join('; ');
    return failure(
      'unreadable',
      `${name}: ${refused} of ${rows} rows cannot be used, so the file was probably misunderstood (${example}).`,
      first,
    );
  }
  if (interval_ms === null)
    return failure('unreadable', `${name} holds ${accepted} usable bars; at least two are needed.`);
  if (hourMs % interval_ms !== 0)
    return failure(
      'invalid',
      `${name}: the bars are ${durationText(interval_ms)} apart. The desk makes hourly bars from shorter ones: an hour must be a whole number of bars (1, 5, 15, 30 or 60 minutes, for example).`,
    );
  if (other_spacing !== null)
    return failure(
      'invalid',
      `${name}: most bars are ${durationText(interval_ms)} apart, but those from ${minuteText(other_spacing.from)} are ${durationText(other_spacing.interval_ms)} apart. Split the file where the spacing changes, and import the parts one by one.`,
    );
  if (other_phase_ms !== null)
    return failure(
      'invalid',
      `${name}: some bars of ${durationText(interval_ms)} open at ${pastText(phase_ms)} and others at ${pastText(other_phase_ms)}, so no hourly window contains all of them whole. Split the file by session, or export shorter bars.`,
    );
  return null;
}
