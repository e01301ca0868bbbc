import { expect, test } from 'vitest';
import { isNewEnough } from '../../../scripts/lib/node-version.mjs';

test.each(['20.19.0', '20.19.1', '20.20.0', '22.0.0', '24.15.0'])('Node %s is new enough', (version) => {
  expect(isNewEnough(version)).toBe(true);
});

test.each(['20.18.9', '18.20.4', '8.0.0'])('Node %s is too old', (version) => {
  expect(isNewEnough(version)).toBe(false);
});
