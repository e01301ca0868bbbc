// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { createElement } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NumberField } from '../../../../renderer/ui/number-field.tsx';

const onSubmit = vi.fn<(text: string) => boolean | Promise<boolean>>();
const onRestore = vi.fn();
const user = userEvent.setup();

beforeEach(() => {
  onSubmit.mockReset().mockReturnValue(true);
  onRestore.mockReset();
});
afterEach(cleanup);

function field(): HTMLInputElement {
  render(createElement(NumberField, { label: 'Take profit', value: 25, step: 0.5, onSubmit, onRestore }));
  return screen.getByRole('textbox', { name: 'Take profit' });
}

test('Enter takes what was typed, and the field shows the value in force again', async () => {
  const input = field();
  await user.type(input, '{Control>}a{/Control}30{Enter}');
  expect(onSubmit.mock.calls).toEqual([['30']]);
  expect(input.value).toBe('25');
});

test('leaving the field takes what was typed; a field that was only visited takes nothing', async () => {
  const input = field();
  await user.click(input);
  await user.tab();
  expect(onSubmit).not.toHaveBeenCalled();
  await user.clear(input);
  await user.type(input, '30');
  await user.tab();
  expect(onSubmit.mock.calls).toEqual([['30']]);
});

test('a refused draft stays, and is not sent again until it is changed', async () => {
  onSubmit.mockReturnValue(false);
  const input = field();
  await user.clear(input);
  await user.type(input, 'high{Enter}');
  expect(input.value).toBe('high');
  await user.type(input, '{Enter}');
  await user.tab();
  expect(onSubmit).toHaveBeenCalledTimes(1);
  await user.type(input, 'er{Enter}');
  expect(onSubmit).toHaveBeenCalledTimes(2);
});

test('Escape brings the value in force back and takes nothing', async () => {
  const input = field();
  await user.clear(input);
  await user.type(input, '99{Escape}');
  expect(input.value).toBe('25');
  await user.tab();
  expect(onSubmit).not.toHaveBeenCalled();
  expect(onRestore).toHaveBeenCalledTimes(1);
});

test('the arrows step the draft, which is taken as any other', async () => {
  const input = field();
  await user.type(input, '{ArrowUp}{ArrowUp}{ArrowDown}');
  expect(input.value).toBe('25.5');
  await user.type(input, '{Enter}');
  expect(onSubmit.mock.calls).toEqual([['25.5']]);
});
