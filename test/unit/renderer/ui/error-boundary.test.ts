// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { createElement } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { ErrorBoundary } from '../../../../renderer/ui/error-boundary.tsx';

let broken = false;

function Part() {
  if (broken) throw new Error('no such column');
  return createElement('p', null, 'whole');
}

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test('a part that breaks says so beside the others, and is shown again when asked', async () => {
  // React tells of it there too.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  broken = true;
  render(
    createElement(
      'div',
      null,
      createElement(ErrorBoundary, null, createElement(Part)),
      createElement('p', null, 'the other part'),
    ),
  );
  expect(screen.getByRole('alert').textContent).toContain('no such column');
  expect(screen.getByText('the other part')).toBeTruthy();
  broken = false;
  await userEvent.click(screen.getByRole('button', { name: 'Show it again' }));
  expect(screen.getByText('whole')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});
