import { createStore } from 'zustand/vanilla';
import type { Notice } from '../../shared/jobs.ts';

export interface Toast {
  readonly id: number;
  readonly level: Notice['level'];
  readonly message: string;
  /** What can be done about it, e.g. undone. */
  readonly action?: ToastAction;
}

export interface ToastAction {
  readonly label: string;
  run(): void;
}

const maxToasts = 4;
const lifetimeMs: Readonly<Record<Toast['level'], number>> = { info: 5_000, warning: 12_000, error: 20_000 };
/** Who is offered something needs time to take it. */
const leastWithActionMs = 12_000;

/** Messages floating over the window, oldest first. */
export const toastStore = createStore<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));

/** Shows a message; the same message is not shown twice at once. */
export function showToast(level: Toast['level'], message: string, action?: ToastAction): void {
  const { toasts } = toastStore.getState();
  if (toasts.some((toast) => toast.message === message)) return;
  const toast: Toast = { id: (toasts.at(-1)?.id ?? 0) + 1, level, message, ...(action && { action }) };
  toastStore.setState({ toasts: [...toasts, toast].slice(-maxToasts) });
  const lifetime = action ? Math.max(leastWithActionMs, lifetimeMs[level]) : lifetimeMs[level];
  setTimeout(() => dismissToast(toast), lifetime);
}

export function dismissToast(dismissed: Toast): void {
  toastStore.setState((state) => ({ toasts: state.toasts.filter((toast) => toast !== dismissed) }));
}
