import type { AssetMetadata, AssetSettings, TradingDay } from '../../../../shared/market.ts';
import { normalSymbol } from '../../../../shared/symbols.ts';
import { highQuotes } from './known-names.ts';
import { type PriceFacts, pipQuestion } from './price-facts.ts';
import { classOf, type SymbolClass } from './symbol-class.ts';

/**
 * How a symbol's prices are printed and what one pip (or point, or dollar) of it is: what its name says, where the
 * prices say nothing better, and where the user says nothing at all. A pip that the prices make unlikely comes with
 * a question.
 */
export function assetMetadata(
  symbol: string,
  facts: PriceFacts | null = null,
  settings: AssetSettings = noSettings,
): AssetMetadata {
  const found = classOf(symbol);
  const guess = { ...unitOf(found), decimals: decimalsOf(found, facts?.decimals ?? null) };
  const pip_size = settings.pip_size ?? guess.pip_size;
  const unit = settings.unit ?? guess.unit;
  const display = displayOf(symbol, found);
  return {
    symbol: normalSymbol(symbol),
    display,
    asset_class: found.asset_class,
    decimals: settings.decimals ?? guess.decimals,
    pip_size,
    unit,
    usual_trading_day: usualDayOf(found),
    guess,
    settings,
    question: settings.pip_size === null && facts ? pipQuestion(display, pip_size, unit, facts) : null,
  };
}

export const noSettings: AssetSettings = { pip_size: null, decimals: null, unit: null };

/** Currencies and metals are traded in days that end at 17:00 in New York; everything else in days of UTC. */
export function usualTradingDay(symbol: string): TradingDay {
  return usualDayOf(classOf(symbol));
}

function usualDayOf({ asset_class }: SymbolClass): TradingDay {
  return asset_class === 'forex' || asset_class === 'metal' ? 'new-york-close' : 'utc';
}

function unitOf({ asset_class, base, quote }: SymbolClass): Pick<AssetMetadata, 'pip_size' | 'unit'> {
  switch (asset_class) {
    case 'forex':
      return { pip_size: isHighQuote(quote) ? 0.01 : 0.0001, unit: 'pips' };
    case 'metal':
      return { pip_size: base === 'XAG' ? 0.001 : 0.01, unit: 'pips' };
    case 'crypto':
      return { pip_size: 1, unit: 'dollars' };
    default:
      return { pip_size: 1, unit: 'points' };
  }
}

/** `inPrices` is how many the prices themselves have, null where they are not known. */
function decimalsOf({ asset_class, base, quote }: SymbolClass, inPrices: number | null): number {
  switch (asset_class) {
    case 'forex':
      return isHighQuote(quote) ? 3 : 5;
    case 'metal':
      return Math.min(3, Math.max(2, inPrices ?? (base === 'XAG' ? 3 : 2)));
    case 'crypto':
      return Math.min(8, inPrices ?? 8);
    default:
      return Math.min(8, Math.max(2, inPrices ?? 2));
  }
}

function isHighQuote(quote: string | null): boolean {
  return quote !== null && highQuotes.has(quote);
}

/** "EUR/USD"; with a broker's suffix the name as it is written, which tells it from the one without. */
function displayOf(symbol: string, { base, quote, suffix, asset_class }: SymbolClass): string {
  if (suffix !== '') {
    const written = symbol.trim();
    const bare = /^[A-Z]/.test(suffix) && written === written.toUpperCase() && written.endsWith(suffix);
    // Names are kept in capitals; brokers write EURUSDm.
    return bare ? written.slice(0, -suffix.length) + suffix.toLowerCase() : written;
  }
  if (quote !== null) return `${base}/${quote}`;
  return asset_class === 'stock' ? symbol.trim().toUpperCase() : normalSymbol(symbol);
}
