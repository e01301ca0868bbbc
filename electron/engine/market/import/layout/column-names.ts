/**
 * Known column names, compared without case, punctuation and spaces. The first match wins, so specific names come before
 * general ones.
 */
export const columnNames = {
  time: list(
    'unix, open time, time open, timestamp, datetime, date time, gmt time, utc time, local time, ' +
      'time utc, date utc, bar time, start time, window start, epoch, unix timestamp, unix time, ts, ' +
      'period start, starttime, opentime, datetime utc, time, date, t, dt, d, datum, zeit, uhrzeit, ' +
      'fecha, hora, heure, dtyyyymmdd, yyyymmdd, tarih, saat, zaman, data, czas, godzina, ora, дата, ' +
      'время',
  ),
  open: list(
    'open, o, open price, bid open, bidopen, open bid, first, opening price, eröffnung, ' +
      'eröffnungskurs, ouverture, apertura, bid o, mid o, abertura, açılış, acilis, otwarcie, ' +
      'открытие',
  ),
  high: list(
    'high, h, high price, bid high, bidhigh, high bid, max, highest price, hoch, plus haut, ' +
      'máximo, bid h, mid h, máxima, massimo, yüksek, yuksek, najwyższy, najwyzszy, максимум',
  ),
  low: list(
    'low, l, low price, bid low, bidlow, low bid, min, lowest price, tief, plus bas, mínimo, ' +
      'bid l, mid l, mínima, minimo, düşük, dusuk, najniższy, najnizszy, минимум',
  ),
  close: list(
    'close, c, close price, bid close, bidclose, close bid, last, latest, close last, last price, ' +
      'closing price, price, schluss, schlusskurs, clôture, cierre, bid c, mid c, fechamento, ' +
      'chiusura, kapanış, kapanis, zamknięcie, zamkniecie, закрытие, şimdi, último, ultimo, dernier, ' +
      'zuletzt',
  ),
  volume: list(
    'volume, tickvol, tick volume, tickvolume, tickqty, vol, v, base volume, real volume, ' +
      'contracts, qty, volumen, hacim, hac, wolumen, объем, объём',
  ),
  spread: list('spread, spreads, spread points, avg spread, average spread, spread avg, mean spread'),
  ticker: list(
    'ticker, symbol, instrument, pair, asset, sym, security, market, product, code, coin, tic, ' +
      'stock, underlying, contract, epic, ric, isin, figi, currency pair, trading symbol, secid, ' +
      'ts code, act symbol',
  ),
};

export type Role = keyof typeof columnNames;

function list(names: string): readonly string[] {
  return names.split(', ');
}
