import { flushSync } from 'react-dom';
import { showPanel } from '../layout/layout-store.ts';
import { showView } from '../view.ts';

/** Brings the control of a parameter ("category.key") into sight and gives it the focus. */
export function focusParameter(path: string): void {
  flushSync(() => {
    showView('desk');
    showPanel('parameters');
  });
  const row = document.querySelector(`[data-parameter="${path}"]`);
  row?.scrollIntoView({ block: 'nearest' });
  row?.querySelector<HTMLElement>('.field input, [role=switch]')?.focus();
}
