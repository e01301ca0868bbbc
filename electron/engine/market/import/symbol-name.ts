/**
 * The symbol a file name speaks of: its first word that is not a timeframe, a source or a date, e.g.
 * EURUSD_5min.parquet → EURUSD, DAT_ASCII_EURUSD_M1_2020.csv → EURUSD, BTC-USD.csv → BTC-USD.
 */
export function symbolFromFileName(fileName: string): string {
  const stem = fileName.replace(/(\.[a-z0-9]{1,8})+$/i, '').toUpperCase();
  const pair = /(?:^|[^A-Z])([A-Z]{6})(?![A-Z])/.exec(stem.replace(noiseWords, ' '));
  if (pair) return pair[1];
  const words = stem.split(/[^A-Z0-9.-]+/).map((word) => word.replace(/^[.-]+|[.-]+$/g, '').slice(0, 20));
  const word = words.find((candidate) => /[A-Z]/.test(candidate) && !noise.test(candidate));
  return word ?? words.find((candidate) => candidate !== '') ?? 'IMPORTED';
}

const noiseWords = /\b(?:CANDLES?|EXPORT|KLINES|OANDA|BINANCE|NASDAQ|CAPITAL)\b/g;
const noise =
  /^(?:DAT|ASCII|MT|MT[45]|DATA|CANDLES?|BARS?|EXPORT|OHLCV?|PRICES?|HISTORY|OANDA|FX|BINANCE|RAW|[MHDW]\d{0,3}|\d+(?:S|M|MIN|MINS|MINUTES?|H|HOUR|D)|BID|ASK)$/;
