/** ISO 4217, as far as they are traded, and the offshore renminbi. */
export const currencies: ReadonlySet<string> = words(
  'AED ARS AUD BGN BHD BRL CAD CHF CLP CNH CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW KWD ' +
    'KZT LKR MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR',
);

/** Currencies of which a dollar or a euro buys about a hundred or more, and the baht, which is quoted like them. */
export const highQuotes: ReadonlySet<string> = words(
  'ARS CLP COP HUF IDR INR ISK JPY KES KRW KZT LKR NGN PHP PKR RSD RUB THB VND',
);

/** The codes of metals, and the names that brokers give them. */
export const metals: ReadonlyMap<string, 'XAU' | 'XAG' | 'XPT' | 'XPD'> = new Map([
  ['XAU', 'XAU'],
  ['XAG', 'XAG'],
  ['XPT', 'XPT'],
  ['XPD', 'XPD'],
  ['GOLD', 'XAU'],
  ['SILVER', 'XAG'],
  ['PLATINUM', 'XPT'],
  ['PALLADIUM', 'XPD'],
]);

export const coins: ReadonlySet<string> = words(
  'AAVE ADA ALGO APE APT ARB ATOM AVAX AXS BCH BNB BONK BTC BTT CAKE CHZ COMP CRO CRV DASH DOGE DOT EGLD ENS EOS ' +
    'ETC ETH FET FIL FLOKI FTM GALA GRT HBAR ICP IMX INJ JUP KAS LDO LINK LTC MANA MATIC MKR NEAR OP ORDI PEPE POL ' +
    'QNT RENDER RNDR RUNE SAND SEI SHIB SOL STX SUI TAO THETA TIA TON TRX TRUMP UNI USDC USDT VET WBTC WIF WLD XBT ' +
    'XDG XLM XMR XRP XTZ ZEC ZRX',
);

/** What coins are priced in. Longest first, so that BTCUSDT is not taken for BTCUSD and a T. */
export const coinQuotes = [
  'FDUSD',
  'BUSD',
  'TUSD',
  'USDT',
  'USDC',
  'USD',
  'EUR',
  'GBP',
  'JPY',
  'KRW',
  'TRY',
  'BRL',
  'AUD',
  'CAD',
  'CHF',
  'BTC',
  'ETH',
  'BNB',
] as const;

/** Coins that stand for a dollar: what is priced in them is priced in dollars. */
export const stableCoins: readonly string[] = ['FDUSD', 'BUSD', 'TUSD', 'USDT', 'USDC'];

export const indices: ReadonlySet<string> = words(
  'AEX ASX200 AUS200 CAC CAC40 CH20 CHINA50 CHINAA50 CHN50 CN50 DAX DAX30 DAX40 DE30 DE40 DJ30 DJI DJI30 DOW DOW30 ' +
    'DXY ES35 ESP35 ESTX50 EU50 EUR50 EURO50 EUSTX50 FCHI FR40 FRA40 FTSE FTSE100 FTSEMIB GDAXI GER30 GER40 HK50 ' +
    'HKG33 HSI IBEX IBEX35 IND50 IT40 ITA40 IXIC JP225 JPN225 KOSPI KS200 N225 NAS100 NASDAQ NASDAQ100 NDX NDX100 ' +
    'NETH25 NI225 NIFTY NIFTY50 NIKKEI NIKKEI225 NL25 NQ100 RTY RUSS2000 RUT SA40 SENSEX SING30 SMI SP500 SPX ' +
    'SPX500 STOXX50 SUI20 SWI20 SX5E TECDAX TWIX UK100 US100 US2000 US30 US500 USDX USTEC USTECH USTECH100 VIX ' +
    'WS30 X25',
);

/** What brokers put behind a name without a dot, as in EURUSDm. */
export const bareSuffixes: ReadonlySet<string> = words(
  'A B C CASH CENT E ECN F FX G H I K LITE M MICRO MINI P PERP PLUS PRIME PRO R RAW S SPOT STD STP T VIP X Z ZERO',
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
