import type { AssetClass } from '../../../../shared/market.ts';
import { normalSymbol } from '../../../../shared/symbols.ts';
import { bareSuffixes, coinQuotes, coins, currencies, indices, metals, stableCoins } from './known-names.ts';

/** What a symbol's name says. */
export interface SymbolClass {
  readonly asset_class: AssetClass;
  /** What is traded, by its code: EUR, XAU, BTC, US30; the whole name of what is not known. */
  readonly base: string;
  /** What it is priced in; null where the name does not say. */
  readonly quote: string | null;
  /** What a broker has put behind the name, with its dot or other sign; empty as a rule. */
  readonly suffix: string;
}

/**
 * The class of a symbol by its name alone, which is a guess: two currencies are forex; a metal, a known coin and a
 * known index are what they are; everything else is a stock. A broker's suffix does not count.
 */
export function classOf(symbol: string): SymbolClass {
  const name = normalSymbol(symbol);
  return pairOf(name) ?? coinOf(name) ?? indexOf(name) ?? stock(name);
}

/** Currencies and metals: with two known halves nearly anything may follow. */
function pairOf(name: string): SymbolClass | null {
  for (const [alias, metal] of metals) {
    if (!name.startsWith(alias)) continue;
    const rest = name.slice(alias.length);
    const quote = rest.slice(0, 3);
    if (currencies.has(quote) && isSuffix(rest.slice(3)))
      return { asset_class: 'metal', base: metal, quote, suffix: rest.slice(3) };
    if (alias !== metal && isKnownSuffix(rest))
      return { asset_class: 'metal', base: metal, quote: null, suffix: rest };
  }
  const base = name.slice(0, 3);
  if (!currencies.has(base)) return null;
  const stable = stableCoins.find((coin) => name.startsWith(coin, 3));
  if (stable && isKnownSuffix(name.slice(3 + stable.length)))
    return { asset_class: 'forex', base, quote: stable, suffix: name.slice(3 + stable.length) };
  const quote = name.slice(3, 6);
  if (base === quote || !currencies.has(quote) || !isSuffix(name.slice(6))) return null;
  return { asset_class: 'forex', base, quote, suffix: name.slice(6) };
}

/** A coin alone or with what it is priced in. Exchanges write 1000SHIB where one SHIB is too small to be quoted. */
function coinOf(name: string): SymbolClass | null {
  const [multiple] = /^10{3,6}(?=[A-Z])/.exec(name) ?? [''];
  const plain = name.slice(multiple.length);
  if (coins.has(plain)) return { asset_class: 'crypto', base: multiple + plain, quote: null, suffix: '' };
  for (const quote of coinQuotes) {
    for (let at = plain.indexOf(quote, 2); at > 0; at = plain.indexOf(quote, at + 1)) {
      const [base, suffix] = [plain.slice(0, at), plain.slice(at + quote.length)];
      if (coins.has(base) && base !== quote && isKnownSuffix(suffix))
        return { asset_class: 'crypto', base: multiple + base, quote, suffix };
    }
  }
  const [dotted] = /[.#+!].*$/.exec(plain) ?? [''];
  const alone = plain.slice(0, plain.length - dotted.length);
  return dotted !== '' && isSuffix(dotted) && coins.has(alone)
    ? { asset_class: 'crypto', base: multiple + alone, quote: null, suffix: dotted }
    : null;
}

function indexOf(name: string): SymbolClass | null {
  // Yahoo writes ^GSPC, others #US30.
  const plain = name.replace(/^[\^#.]/, '');
  for (let length = Math.min(plain.length, 9); length >= 2; length--) {
    const base = plain.slice(0, length);
    if (indices.has(base) && isKnownSuffix(plain.slice(length)))
      return { asset_class: 'index', base, quote: null, suffix: plain.slice(length) };
  }
  return null;
}

function stock(name: string): SymbolClass {
  return { asset_class: 'stock', base: name, quote: null, suffix: '' };
}

/** Up to eight letters and digits, or anything after a sign. */
function isSuffix(text: string): boolean {
  return /^(?:[A-Z0-9]{0,8}|[.#+!^~$@&=:][A-Z0-9.#+!]{0,10})$/.test(text);
}

/** The same where the name before it is short: bare letters must be ones that brokers use. */
function isKnownSuffix(text: string): boolean {
  return text === '' || bareSuffixes.has(text) || (/^[^A-Z0-9]/.test(text) && isSuffix(text));
}
