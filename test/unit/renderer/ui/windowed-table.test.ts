// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createElement, useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LogTable } from '../../../../renderer/ui/log-table.tsx';
import { PickTable } from '../../../../renderer/ui/pick-table.tsx';

/** Of ten rows of 23 px. */
const height = 230;
let resized: () => void;

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(look: () => void) {
        resized = look;
      }
      observe() {
        resized();
      }
      disconnect() {}
    },
  );
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(height);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const entries = Array.from({ length: 1_000 }, (_, index) => index);
const columns = [{ id: 'a', title: 'Number', width: '1fr', cell: String, sortBy: (row: number) => row }];
const cells = () => screen.getAllByRole('cell').map((cell) => cell.textContent);

test('of a long log only the rows in sight are built, the newest first, and scrolling builds the others', () => {
  render(createElement(LogTable<number>, { label: 'Log', entries, columns, empty: null }));
  expect(cells()).toEqual(entries.toReversed().slice(0, 14).map(String));
  expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('1001');
  const place = screen.getByRole('region');
  act(() => {
    place.scrollTop = 500 * 23;
    fireEvent.scroll(place);
  });
  expect(cells()).toContain('499');
  expect(cells().length).toBeLessThan(20);
});

test('a log that has become shorter than where it was scrolled to shows its end', () => {
  const log = (of: readonly number[]) =>
    createElement(LogTable<number>, { label: 'Log', entries: of, columns, empty: null });
  const { rerender } = render(log(entries));
  const place = screen.getByRole('region');
  act(() => {
    place.scrollTop = 900 * 23;
    fireEvent.scroll(place);
  });
  expect(() => rerender(log(entries.slice(0, 3)))).not.toThrow();
});

function Trades({ onPick }: { onPick(key: number): void }) {
  const [picked, setPicked] = useState(0);
  return createElement(PickTable<number>, {
    label: 'Trades',
    rows: entries,
    columns,
    keyOf: (row) => row,
    picked,
    onPick(key) {
      onPick(key);
      setPicked(key);
    },
  });
}

test('keys walk through rows that are not built yet, and the one walked to has the focus', () => {
  const picks: number[] = [];
  render(createElement(Trades, { onPick: (key: number) => void picks.push(key) }));
  const press = (key: string) => {
    fireEvent.keyDown(document.activeElement ?? document.body, { key });
    act(() => {
      fireEvent.scroll(screen.getByRole('region'));
    });
  };
  screen.getAllByRole('button', { pressed: true })[0]?.focus();
  press('j');
  expect(document.activeElement?.textContent).toBe('1');
  press('End');
  expect(picks).toEqual([1, 999]);
  expect(document.activeElement?.textContent).toBe('999');
});

test('a click on a title sorts, and a second one turns it round', () => {
  render(
    createElement(PickTable<number>, {
      label: 'Trades',
      rows: [2, 3, 1],
      columns,
      keyOf: (row) => row,
      picked: null,
      onPick: () => undefined,
    }),
  );
  const title = screen.getByRole('button', { name: /^Number/ });
  fireEvent.click(title);
  const once = cells();
  fireEvent.click(title);
  expect([once, cells()].map((each) => each.join()).toSorted()).toEqual(['1,2,3', '3,2,1']);
});
