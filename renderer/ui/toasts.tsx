import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { Button, IconButton } from './button.tsx';
import type { Toast } from './toast-store.ts';
import { dismissToast, toastStore } from './toast-store.ts';
import './toasts.css';

/** Messages over the window. A popover, so that they also lie over an open dialog. */
export function Toasts() {
  const toasts = useStore(toastStore, (state) => state.toasts);
  const host = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (toasts.length > 0) {
      host.current?.hidePopover();
      host.current?.showPopover();
    } else host.current?.hidePopover();
  }, [toasts]);
  return (
    <ul className="toasts" popover="manual" ref={host} aria-label="Messages">
      {toasts.map((toast) => (
        <li
          key={toast.id}
          className="toast"
          data-level={toast.level}
          role={toast.level === 'info' ? 'status' : 'alert'}
        >
          <span className="toast-text">{toast.message}</span>
          {toast.action && (
            <Button small onClick={() => take(toast)}>
              {toast.action.label}
            </Button>
          )}
          <IconButton small label="Dismiss" onClick={() => dismissToast(toast)}>
            <X />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}

function take(toast: Toast): void {
  toast.action?.run();
  dismissToast(toast);
}
