import { z } from 'zod';

/**
 * Upper case, without slash, dash, underscore or blank: under this name what the user sets for a symbol is kept. A
 * broker's suffix belongs to the name.
 */
export function normalSymbol(symbol: string): string {
  return symbol
    .trim()
    .toUpperCase()
    .replace(/[/\-_ ]/g, '');
}

/** Letters of ASCII only: a Cyrillic "Е" or a dotless "ı" must not pass for another symbol. */
const wellFormed = /^[A-Za-z0-9^#][\w./#+!^~$@&=: -]{0,31}$/;

/** A symbol as somebody writes it, known here or not; it comes out in its normal form. */
export const symbolSchema = z
  .string()
  .trim()
  .regex(wellFormed, { error: 'must be a symbol, such as EURUSD, EUR/USD or BTCUSDT.P' })
  .overwrite(normalSymbol)
  .describe('In any case, with or without slash or dash; a broker’s suffix belongs to it.');

/** For whom a value holds: one symbol in its normal form, or all. */
export type Scope = string | null;

/** The normal form of a symbol that may have values of its own; null for one that is not well-formed. */
export function scopeOf(symbol: string): Scope {
  const trimmed = symbol.trim();
  return wellFormed.test(trimmed) ? normalSymbol(trimmed) : null;
}
