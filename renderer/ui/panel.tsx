import type { ReactNode } from 'react';
import './panel.css';

interface PanelProps {
  readonly title: string;
  readonly className?: string;
  /** Beside the title. */
  readonly tools?: ReactNode;
  /** Between head and body, where it does not scroll away. */
  readonly top?: ReactNode;
  /** Under the body. */
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

/** A named region of the window with a heading. */
export function Panel({ title, className, tools, top, foot, children }: PanelProps) {
  return (
    <section className={`panel ${className ?? ''}`} aria-label={title}>
      <header className="panel-head">
        <h2 className="panel-title">{title}</h2>
        {tools && <div className="panel-tools">{tools}</div>}
      </header>
      {top}
      <div className="panel-body">{children}</div>
      {foot}
    </section>
  );
}

/** What an empty place says: what is missing and what to do about it. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}
