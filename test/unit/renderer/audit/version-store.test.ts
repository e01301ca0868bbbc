// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askRestore, closeVersion, useVersionView } from '../../../../renderer/audit/version-store.ts';
import { toastStore } from '../../../../renderer/ui/toast-store.ts';
import { success } from '../../../../shared/result.ts';
import { type HeldBridge, holdBridge, mirror } from '../desk-bridge.ts';

const spread = { path: 'trading.spread_pips', from: 0.5, to: 1, symbol: null };
const ofSymbol = { ...spread, from: 2, symbol: 'EURUSD' };
let bridge: HeldBridge;

beforeEach(() => {
  bridge = holdBridge();
  toastStore.setState({ toasts: [] });
  mirror({ config: { version: 9 } });
});
afterEach(() => {
  closeVersion();
  vi.unstubAllGlobals();
});

async function shownFor(differences: readonly object[], paths?: readonly string[]) {
  const { result } = renderHook(() => useVersionView());
  await act(async () => {
    const asking = askRestore(4, paths);
    await bridge.asked[0]?.answer(success(differences));
    await asking;
  });
  expect(bridge.asked[0]).toMatchObject({ name: 'audit.compare', input: { from: 9, to: 4 } });
  return result.current;
}

test('what restoring a version changes for single symbols is shown before it is done', async () => {
  expect(await shownFor([ofSymbol])).toMatchObject({ kind: 'restore', version: 4, differences: [ofSymbol] });
});

test('restoring one value shows that value alone, as it is for all symbols', async () => {
  const other = { ...spread, path: 'trading.default_tp_pips' };
  expect(await shownFor([other, spread, ofSymbol], [spread.path])).toMatchObject({ differences: [spread] });
});

test('where nothing would change, it says so and shows no dialog', async () => {
  expect(await shownFor([ofSymbol], [spread.path])).toBeNull();
  expect(toastStore.getState().toasts[0]?.message).toMatch(/in force already/);
});
