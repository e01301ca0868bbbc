import type { ReactNode } from 'react';
import { Component } from 'react';
import { messageOf } from '../../shared/result.ts';
import { Button } from './button.tsx';
import { EmptyState } from './panel.tsx';

/** A bug in one place of the window takes down that place only and says so. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { message: string | null }> {
  override state = { message: null };

  static getDerivedStateFromError(error: unknown) {
    return { message: messageOf(error) };
  }

  override render() {
    if (this.state.message === null) return this.props.children;
    return (
      <section className="panel" role="alert">
        <EmptyState title="This part of the window broke">
          <p className="empty-text copyable">
            The engine goes on running and nothing saved is lost. Please report: {this.state.message}
          </p>
          <Button onClick={() => this.setState({ message: null })}>Show it again</Button>
        </EmptyState>
      </section>
    );
  }
}
