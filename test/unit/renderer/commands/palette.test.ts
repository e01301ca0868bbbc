// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { createElement } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useShortcuts } from '../../../../renderer/commands/shortcuts.ts';
import { closeDialog } from '../../../../renderer/dialogs/dialog-store.ts';
import { Dialogs } from '../../../../renderer/dialogs/dialogs.tsx';
import { viewStore } from '../../../../renderer/view.ts';
import { type HeldBridge, holdBridge, mirror } from '../desk-bridge.ts';

let bridge: HeldBridge;

beforeEach(() => {
  bridge = holdBridge();
  // Not there in the test's page; the palette scrolls the chosen row into sight.
  Element.prototype.scrollIntoView = () => undefined;
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  localStorage.clear();
  mirror({
    replay: { playing: false, bars: 10 },
    config: { can_undo: false, can_redo: true, preview: false, trial: null },
    market: {
      active: 'EURUSD-1',
      datasets: [
        { id: 'EURUSD-1', symbol: 'EUR/USD', source: 'simulated' },
        { id: 'GBPUSD-1', symbol: 'GBP/USD', source: 'imported' },
      ],
    },
    models: { active: null, bundles: [] },
    profiles: [],
  });
  render(createElement(Window));
});
afterEach(() => {
  closeDialog();
  cleanup();
  document.body.replaceChildren();
  viewStore.setState({ view: 'desk' });
  vi.unstubAllGlobals();
});

function Window() {
  useShortcuts();
  return createElement(
    'div',
    null,
    createElement(
      'div',
      { 'data-parameter': 'trading.default_sl_pips' },
      createElement('span', { className: 'field' }, createElement('input', { 'aria-label': 'Stop loss' })),
    ),
    createElement(Dialogs),
  );
}

const titles = () =>
  screen
    .getAllByRole('option', { hidden: true })
    .map((row) => row.querySelector('.palette-title')?.textContent);

async function openAndType(text: string) {
  const user = userEvent.setup();
  await user.keyboard('{Control>}k{/Control}');
  if (text !== '') await user.keyboard(text);
  return user;
}

test('Ctrl+K opens the palette, and Ctrl+K again closes it', async () => {
  const user = await openAndType('');
  expect(screen.getByRole('combobox', { hidden: true })).toBe(document.activeElement);
  await user.keyboard('{Control>}k{/Control}');
  expect(screen.queryByRole('combobox', { hidden: true })).toBeNull();
});

test('a parameter is found by its name, and Enter puts the focus into its field', async () => {
  const user = await openAndType('stop loss');
  expect(titles()[0]).toBe('Stop loss');
  await user.keyboard('{Enter}');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Stop loss');
});

test('letters that are not adjacent find a command, and it runs', async () => {
  const user = await openAndType('gbp');
  expect(titles()[0]).toBe('Open GBP/USD (GBPUSD-1)');
  await user.keyboard('{Enter}');
  expect(bridge.asked.map(({ name, input }) => [name, input])).toEqual([
    ['market.activate', { dataset: 'GBPUSD-1' }],
  ]);
});

test('what cannot be run now says why and is passed over', async () => {
  const user = await openAndType('undo the latest');
  const [row] = screen.getAllByRole('option', { hidden: true });
  expect(row?.getAttribute('aria-disabled')).toBe('true');
  expect(row?.textContent).toContain('There is nothing to undo.');
  await user.keyboard('{Enter}');
  expect(bridge.names()).not.toContain('config.undo');
});

test('what was chosen last stands first the next time, also in another window', async () => {
  const user = await openAndType('experiments');
  await user.keyboard('{Enter}');
  expect(viewStore.getState().view).toBe('experiments');
  cleanup();
  render(createElement(Window));
  await openAndType('');
  expect(titles()[0]).toBe('Experiments');
});

test('a text that fits nothing says so', async () => {
  await openAndType('zzzz');
  expect(screen.getByText('No command fits “zzzz”.')).toBeTruthy();
});
