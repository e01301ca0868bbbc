import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useId, useLayoutEffect, useRef } from 'react';
import { Button } from './button.tsx';
import './dialog.css';

interface DialogProps {
  readonly title: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
  /** Buttons along the bottom. */
  readonly actions?: ReactNode;
  onClose(): void;
}

/**
 * A modal dialog, shown while it is mounted. The platform's own element: it traps focus, closes on
 * Escape, and needs no injected style element, which the content security policy would refuse.
 * An element with `data-focus-first` has the focus when it opens.
 */
export function Dialog({ title, wide, children, actions, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useModal(dialog);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      data-wide={wide || undefined}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className="dialog-head">
        <h2 className="dialog-title" id={titleId}>
          {title}
        </h2>
        <Button look="quiet" aria-label="Close" data-icon="" onClick={onClose}>
          <X />
        </Button>
      </header>
      <div className="dialog-body">{children}</div>
      {actions && <footer className="dialog-foot">{actions}</footer>}
    </dialog>
  );
}

/** Shows a dialog while it is mounted, with the focus on `data-focus-first` where something has that. */
export function useModal(dialog: RefObject<HTMLDialogElement | null>): void {
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.querySelector<HTMLElement>('[data-focus-first]')?.focus();
    // Closed while it still is in the page, it gives the focus back to where it was.
    return () => element?.close();
  }, [dialog]);
}

interface ConfirmProps {
  readonly title: string;
  readonly question: string;
  readonly action: string;
  /** What the button that changes nothing says. */
  readonly keep?: string;
  onConfirm(): void;
  onClose(): void;
}

/** A question before something that cannot be undone. */
export function ConfirmDialog({ title, question, action, keep = 'Keep', onConfirm, onClose }: ConfirmProps) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{keep}</Button>
          <Button
            look="danger"
            onClick={() => {
              onConfirm();
              onClose();
            }}
          >
            {action}
          </Button>
        </>
      }
    >
      <p>{question}</p>
    </Dialog>
  );
}
