import type { ComponentProps } from 'react';
import './badge.css';

export type Tone = 'plain' | 'accent' | 'warning' | 'long' | 'short';

/** A word or two about the thing beside it. */
export function Badge({ tone = 'plain', ...rest }: ComponentProps<'span'> & { tone?: Tone }) {
  return <span {...rest} className="badge" data-tone={tone} />;
}
