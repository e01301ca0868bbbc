import type { Chance } from './chance.ts';
import type { Series } from './series.ts';

/** A name for the file of a series, without its ending, and the symbol that it speaks of. */
export function fileName(
  chance: Chance,
  { symbol, session, interval_ms }: Pick<Series, 'symbol' | 'session' | 'interval_ms'>,
): { readonly stem: string; readonly symbol: string } {
  const minutes = interval_ms / 60_000;
  const frame = minutes === 60 ? 'H1' : `M${minutes}`;
  const plain = [
    symbol,
    `${symbol}_${minutes}`,
    `${symbol}_${frame}`,
    `${chance.pick(['FX', 'BINANCE', 'NASDAQ', 'OANDA'])}_${symbol}, ${minutes}`,
    `${symbol}-${minutes}m-2024-01`,
    `${symbol.toLowerCase()}-${minutes}min`,
    `data ${symbol} (1)`,
    `${symbol} ${frame} export final`,
  ].map((stem) => ({ stem, symbol }));
  if (session === 'stock') return chance.pick(plain);

  const quote = symbol.endsWith('USDT') ? 'USDT' : symbol.slice(-3);
  const base = symbol.slice(0, -quote.length);
  return chance.pick([
    ...plain,
    { stem: `DAT_ASCII_${symbol}_M1_2024`, symbol },
    { stem: `${symbol}${minutes}`, symbol },
    { stem: `${base}_${quote}_${frame}`, symbol },
    // A dash is part of a coin's name, and of no pair of currencies.
    { stem: `${base}-${quote}_${frame}`, symbol: session === 'always' ? `${base}-${quote}` : symbol },
    { stem: `${symbol}m_${frame}_202401080000_202401082345`, symbol: `${symbol}m` },
    { stem: `${symbol}.r_${frame}`, symbol: `${symbol}.r` },
  ]);
}
