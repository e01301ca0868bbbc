import type { AssetMetadata } from '../../../shared/market.ts';

/**
 * What a symbol's name tells, by this rule: six letters, both halves known currencies → forex (5 decimals, pips
 * of 0.0001; against the yen 3 decimals and 0.01); a known coin, alone or with its quote, with or without a
 * dash → crypto (8 decimals, dollars); otherwise stock (2 decimals, points). Letter case and a slash do not count.
 */
export function assetMetadata(symbol: string): AssetMetadata {
  const name = symbol.trim().toUpperCase();
  const plain = name.replace(/[/-]/g, '');
  const base = plain.slice(0, 3);
  const quote = plain.slice(3);

  if (plain.length === 6 && currencies.has(base) && currencies.has(quote)) {
    const yen = quote === 'JPY';
    return {
      symbol: name,
      display: `${base}/${quote}`,
      asset_class: 'forex',
      decimals: yen ? 3 : 5,
      pip_size: yen ? 0.01 : 0.0001,
      unit: 'pips',
    };
  }

  const coin = coinPair(plain);
  if (coin) {
    return {
      symbol: name,
      display: coin.quote ? `${coin.base}/${coin.quote}` : coin.base,
      asset_class: 'crypto',
      decimals: 8,
      pip_size: 1,
      unit: 'dollars',
    };
  }
  return { symbol: name, display: name, asset_class: 'stock', decimals: 2, pip_size: 1, unit: 'points' };
}

function coinPair(plain: string): { base: string; quote: string | null } | null {
  if (coins.has(plain)) return { base: plain, quote: null };
  for (const quote of coinQuotes) {
    const base = plain.slice(0, -quote.length);
    if (plain.endsWith(quote) && coins.has(base)) return { base, quote };
  }
  return null;
}

const currencies: ReadonlySet<string> = new Set(
  (
    'AED ARS AUD BGN BHD BRL CAD CHF CLP CNH CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KRW KWD ' +
    'KZT MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TRY TWD UAH USD VND ' +
    'XAG XAU XPD XPT ZAR'
  ).split(' '),
);

const coins: ReadonlySet<string> = new Set(
  (
    'AAVE ADA ALGO APT ARB ATOM AVAX BCH BNB BTC DASH DOGE DOT EOS ETC ETH FIL ICP LINK LTC MATIC NEAR OP SHIB ' +
    'SOL SUI TON TRX UNI USDC USDT VET XBT XLM XMR XRP XTZ ZEC'
  ).split(' '),
);

/** Longest first, so that BTCUSDT is not taken for BTCUSD and a T. */
const coinQuotes = ['BUSD', 'USDT', 'USDC', 'USD', 'EUR', 'GBP', 'JPY', 'BTC', 'ETH', 'BNB'] as const;
