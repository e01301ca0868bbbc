import { expect, it } from 'vitest';
import { byWindow, startConfig } from './harness.ts';

it('whoever is told of an undo or redo reads what can be undone and redone after it', async () => {
  const { config } = startConfig();
  await config.update('trading', { spread_pips: 1 }, byWindow);
  const told: boolean[][] = [];
  config.onChange(() => told.push([config.state().can_undo, config.state().can_redo]));
  await config.undo(byWindow);
  await config.redo(byWindow);
  expect(told).toEqual([
    [false, true],
    [true, false],
  ]);
});
