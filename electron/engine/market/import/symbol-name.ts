import { symbolCase } from '../../../../shared/imports.ts';
import { classOf } from '../assets/symbol-class.ts';

/**
 * The symbol in a file name: a known pair, coin or metal with the suffix of its broker; otherwise the first word that is
 * not a timeframe, source or date. EUR_USD_H1.csv → EURUSD,
 * "NASDAQ_AAPL, 60.csv" → AAPL, EURUSDm_M15_202401080000_202401082345.csv → EURUSDm.
 */
export function symbolFromFileName(fileName: string): string {
  const stem = fileName.slice(0, 255).replace(/\.(?:csv|txt|tsv|parquet|prn|dat|gz|zip)\b.*$/i, '');
  const words = stem.split(/[\s,;:()[\]{}@#]+|_+/).flatMap((word) => trimmed(word));
  const known = knownIn(words) ?? knownIn(words.flatMap((word) => word.split('-').flatMap(trimmed)));
  if (known) return known;
  const named = words.find(
    (word) => /[A-Za-z]/.test(word) && !isNoise(word) && !word.split('-').every(isNoise),
  );
  const plain = named && withoutNoise(named);
  return tidySymbol(plain ?? words.find((word) => /^[A-Za-z0-9]/.test(word)) ?? 'IMPORTED');
}

/** A ticker as a symbol: EUR/USD and EUR_USD become EURUSD; characters that symbols do not have are left out. */
export function tidySymbol(ticker: string): string {
  const plain = ticker.trim().slice(0, 64).replace(/=X$/i, '').replace(/^\^/, '');
  const pair = /^([A-Za-z]{2,6})[/_ :-]([A-Za-z]{2,6})$/.exec(plain);
  const joined = pair && isKnown(pair[1] + pair[2]) && !plain.includes('-') ? pair[1] + pair[2] : plain;
  const currencies = pair && plain.includes('-') && isPair(pair[1] + pair[2]) ? pair[1] + pair[2] : joined;
  const allowed = currencies.replace(/[^A-Za-z0-9.+_-]/g, '').replace(/^[^A-Za-z0-9]+/, '');
  return symbolCase(allowed.slice(0, 20)) || 'IMPORTED';
}

/** The first known symbol among the words, or among two adjacent ones: EUR_USD. */
function knownIn(words: readonly string[]): string | null {
  for (const [index, word] of words.entries()) {
    const next = words[index + 1] ?? '';
    const joined = /^[A-Za-z]{2,6}$/.test(word) && /^[A-Za-z]{3,4}$/.test(next) ? word + next : '';
    if (joined && isKnown(joined)) return symbolCase(joined);
    const found = withSuffix(word);
    if (found) return found;
  }
  return null;
}

/** The word, where it is a known symbol with or without the suffix of a broker; null otherwise. */
function withSuffix(word: string): string | null {
  const parts =
    /^([A-Za-z]{6,9}|[A-Za-z]{3,6}-[A-Za-z]{3,4}|[A-Za-z]{2,5}\d{2,3})([.+!#-][A-Za-z]{1,4}|[a-z]{1,3})?$/.exec(
      word,
    );
  if (!parts || isNoise(word)) return withMinutes(word);
  const [, core, suffix = ''] = parts;
  // In a word of small letters it is unknown where a suffix begins.
  if (isKnown(word) || (word === word.toLowerCase() && isKnown(core))) return tidySymbol(word);
  if (isKnown(core) && suffix !== '')
    return core.toUpperCase() + (/^[.+!#-]/.test(suffix) ? suffix.replace('#', '.') : suffix);
  const small = /^([A-Z]{6,8}|[a-z]{6})([a-z]{1,3})$/.exec(word);
  if (small && isKnown(small[1])) return small[1].toUpperCase() + small[2];
  return null;
}

/** The symbol of a MetaTrader file name, which ends with the minutes: EURUSD60. */
function withMinutes(word: string): string | null {
  const named = /^([A-Za-z]{6,8})(?:1|5|15|30|60|240|1440|10080|43200)$/.exec(word);
  return named && isKnown(named[1]) ? named[1].toUpperCase() : null;
}

function isKnown(symbol: string): boolean {
  const { asset_class, suffix } = classOf(symbol);
  return asset_class !== 'stock' && suffix === '';
}

/** Whether a text is a known pair, coin, metal or index. */
export function isKnownSymbol(text: string): boolean {
  return isKnown(tidySymbol(text));
}

/** Two currencies, or a metal and a currency. In names of coins, a dash is kept. */
function isPair(symbol: string): boolean {
  const { asset_class, suffix } = classOf(symbol);
  return (asset_class === 'forex' || asset_class === 'metal') && suffix === '';
}

function trimmed(word: string): string[] {
  const plain = word.replace(/^[.\-+=!^]+|[.\-+=!]+$/g, '').replace(/=X$/i, '');
  return plain === '' ? [] : [plain];
}

/** BTCUSDT-1h-2025-01 without its timeframe and date; BTC-USD as it is. */
function withoutNoise(word: string): string {
  const parts = word.split('-');
  const end = parts.findIndex((part, index) => index > 0 && isNoise(part));
  return (end < 0 ? parts : parts.slice(0, end)).join('-');
}

function isNoise(word: string): boolean {
  return (
    sources.has(word.toUpperCase()) ||
    /^(?:[MHDWmhdw]\d{0,3}|MN1?|\d{1,4}[smhdwSMHDW]|\d{1,4}(?:min|mins|minutes?|hours?|hrs?|days?|sec)|\d[\d.:T-]*)$/i.test(
      word,
    )
  );
}

/** Exchanges, providers and other words of file names that are not symbols. */
const sources: ReadonlySet<string> = new Set(
  (
    'DAT ASCII MT MT4 MT5 DATA CANDLE CANDLES CANDLESTICK CANDLESTICKS BAR BARS EXPORT OHLC OHLCV PRICE PRICES HISTORY ' +
    'HISTORICAL QUOTES OANDA FX FXCM FOREX BINANCE BINANCEUS NASDAQ NYSE AMEX ARCA BATS CBOE CME CBOT COMEX NYMEX ICE ' +
    'EUREX XETRA LSE TSE HKEX NSE BSE ASX SIX MOEX CAPITAL CAPITALCOM KRAKEN COINBASE BITSTAMP BITFINEX BITGET BITMEX ' +
    'BYBIT OKX OKEX KUCOIN GEMINI HUOBI HTX MEXC GATEIO DERIBIT POLONIEX BITTREX PEPPERSTONE ICMARKETS SAXO TVC SP DJ ' +
    'INDEX KLINES KLINE SPOT FUTURES PERP SWAP RAW BID ASK MID TICK TICKS INTRADAY DAILY HOURLY MINUTE WEEKLY UTC GMT EST ' +
    'EET STOCK STOCKS CRYPTO DOWNLOAD FINAL FULL ADJUSTED DUKASCOPY JFOREX HISTDATA YAHOO YFINANCE POLYGON BARCHART ' +
    'STOOQ TIINGO ALPACA TRADINGVIEW METATRADER IB IBKR COPY NEW'
  ).split(' '),
);
