import type { ComponentProps, ReactNode } from 'react';
import { Tooltip } from './tooltip.tsx';
import './button.css';

interface Look {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly small?: boolean;
}

/** A button with words on it. */
export function Button({ look = 'plain', small, ...rest }: ComponentProps<'button'> & Look) {
  return (
    <button
      type="button"
      {...rest}
      className={`button ${rest.className ?? ''}`}
      data-look={look}
      data-small={small || undefined}
    />
  );
}

/** A button with a picture on it; `label` is its name and its tooltip, `hint` says more in the tooltip only. */
export function IconButton({
  label,
  hint,
  look = 'quiet',
  small,
  children,
  ...rest
}: ComponentProps<'button'> & Look & { label: string; hint?: string; children: ReactNode }) {
  return (
    <Tooltip text={hint ?? label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className="button"
        data-icon=""
        data-look={look}
        data-small={small || undefined}
      >
        {children}
      </button>
    </Tooltip>
  );
}
