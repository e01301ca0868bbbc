import type { Weights } from '../../../shared/weights.ts';

/** e.g. "55 / 30 / 15 %", in the order 1H, 4H, Daily; a tenth where the mix has one. */
export function mixText(mix: Weights): string {
  return `${mix.map((weight) => String(Number((weight * 100).toFixed(1)))).join(' / ')}\u00a0%`;
}

/** The nearest mix of whole percents. */
export function wholePercents(mix: Weights): Weights {
  const floors = mix.map((weight) => Math.floor(weight * 100 + 1e-9));
  const rests = mix.map((weight, i) => weight * 100 - (floors[i] ?? 0));
  let missing = 100 - floors.reduce((sum, whole) => sum + whole, 0);
  for (const i of [0, 1, 2].sort((a, b) => (rests[b] ?? 0) - (rests[a] ?? 0))) {
    if (missing <= 0) break;
    floors[i] = (floors[i] ?? 0) + 1;
    missing -= 1;
  }
  return fromPercents(floors[1] ?? 0, floors[2] ?? 0);
}

export type MixKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/**
 * The mix after a key: left and right move weight between 4H and Daily; up gives to 1H, down takes from it, of
 * 4H and Daily in turn, so that the point goes straight up and down and back to where it was. Steps of 1 %.
 */
export function mixAfterKey(mix: Weights, key: MixKey, steps: number): Weights {
  const [, fourHour, daily] = wholePercents(mix);
  let [four, day] = [Math.round(fourHour * 100), Math.round(daily * 100)];
  for (let i = 0; i < steps; i += 1) {
    const hour = 100 - four - day;
    if (key === 'ArrowLeft' && day > 0) [four, day] = [four + 1, day - 1];
    else if (key === 'ArrowRight' && four > 0) [four, day] = [four - 1, day + 1];
    else if (key === 'ArrowUp' && hour < 100) {
      if ((hour % 2 === 0 && four > 0) || day === 0) four -= 1;
      else day -= 1;
    } else if (key === 'ArrowDown' && hour > 0) {
      if (hour % 2 === 1) four += 1;
      else day += 1;
    }
  }
  return fromPercents(four, day);
}

function fromPercents(fourHour: number, daily: number): Weights {
  return [(100 - fourHour - daily) / 100, fourHour / 100, daily / 100];
}
