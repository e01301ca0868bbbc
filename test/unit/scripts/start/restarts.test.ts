import { expect, it } from 'vitest';
import { watchRestarts } from '../../../../scripts/lib/start/restarts.mjs';

const restart =
  '[1:1/1.1:ERROR:network_service_instance_impl.cc:703] Network service crashed or was terminated, restarting service.';

/** Which of the lines, each a number of ms after the one before, tells that it goes on for ever. */
function firstTold(gaps: readonly number[], line = restart): number {
  let now = 0;
  const tells = watchRestarts(() => now);
  return gaps.findIndex((gap) => {
    now += gap;
    return tells(line);
  });
}

it('is clear at the fifth restart within ten seconds', () => {
  expect(firstTold([0, 1000, 1000, 1000, 1000, 1000])).toBe(4);
  expect(firstTold([0, 60_000, 60_000, 100, 100, 100, 100])).toBe(6);
});

it('is not so where a service ends now and then, and other lines do not count', () => {
  expect(firstTold(Array.from({ length: 100 }, () => 3000))).toBe(-1);
  expect(firstTold([0, 0, 0, 0, 0, 0], 'something else')).toBe(-1);
});
