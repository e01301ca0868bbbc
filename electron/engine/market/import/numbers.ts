/** How numbers are written in a file. */
export interface NumberStyle {
  readonly decimal: '.' | ',';
  /** The separator of thousands; empty where there is none. */
  readonly group: '' | '.' | ',';
  /** No separator, currency sign or space in any number, so that DuckDB's own cast is enough. */
  readonly plain: boolean;
}

export interface NumberReading {
  readonly style: NumberStyle;
  /** A comma before three digits can be read in two ways: 1,234 is a little over one, or over a thousand. */
  readonly open: boolean;
}

/** Decides from the texts of prices and volumes in the whole file. */
export function findNumberStyle(prices: readonly string[], volumes: readonly string[]): NumberReading {
  const texts = prices.map(bare).filter((text) => /\d/.test(text) && text.length <= longestNumber);
  const amounts = volumes.map(bare).filter((text) => /\d/.test(text) && text.length <= longestNumber);
  const plain = [...prices, ...volumes].every(
    (text) => text.length <= longestNumber && /^[+-]?[\d.]*(?:e[+-]?\d{1,3})?$/i.test(text.trim()),
  );
  if (prices.length > 0 && prices.every(isThirtySeconds)) return { style: asWritten, open: false };
  const { decimal, group, open } = separatorsOf(texts);
  // 1.234.567 beside 16.751: points separate thousands in both.
  if (group === '' && decimal === '.' && amounts.some((text) => /\.\d{3}\.\d{3}$/.test(text)))
    return { style: { decimal: ',', group: '.', plain: false }, open };
  if (group === '' && decimal === '.' && amounts.some((text) => text.includes(',')))
    return { style: { decimal, group: ',', plain: false }, open };
  if (group === '' && decimal === ',' && amounts.some((text) => text.includes('.')))
    return { style: { decimal, group: '.', plain: false }, open };
  return { style: { decimal, group, plain: plain && decimal === '.' && group === '' }, open };
}

const asWritten = { decimal: '.', group: '', plain: true } as const;

/** Bonds are quoted in thirty-seconds: 110'165 is 110 and 16½/32. Not supported, and not to be read as 110,165. */
function isThirtySeconds(text: string): boolean {
  const parts = /^\d{2,3}['’](\d\d)[0257]$/.exec(text.trim());
  return parts !== null && Number(parts[1]) < 32;
}

/** Longer texts are not numbers; checked before any pattern. */
export const longestNumber = 64;

function separatorsOf(texts: readonly string[]): Pick<NumberStyle, 'decimal' | 'group'> & { open: boolean } {
  const both = texts.find((text) => text.includes('.') && text.includes(','));
  if (both) {
    const commaLast = both.lastIndexOf(',') > both.lastIndexOf('.');
    return commaLast ? { decimal: ',', group: '.', open: false } : { decimal: '.', group: ',', open: false };
  }
  if (texts.some((text) => (text.match(/\./g) ?? []).length > 1))
    return { decimal: ',', group: '.', open: false };
  const commas = texts.filter((text) => text.includes(','));
  if (commas.length === 0) return { decimal: '.', group: '', open: false };
  if (commas.some((text) => (text.match(/,/g) ?? []).length > 1))
    return { decimal: '.', group: ',', open: false };
  if (!commas.every((text) => /^[+-]?[1-9]\d{0,2},\d{3}$/.test(text)))
    return { decimal: ',', group: '', open: false };
  // Beside numbers without a comma: 999 and 1,001 are neighbours only if the comma separates thousands.
  const whole = texts.filter((text) => !text.includes(',')).map(Number);
  const parted = commas.map((text) => Number(text.replace(',', '.')));
  if (whole.length > 0) {
    const apart = Math.max(...whole) / Math.min(...parted) > 10;
    return apart ? { decimal: '.', group: ',', open: false } : { decimal: ',', group: '', open: false };
  }
  return { decimal: ',', group: '', open: true };
}

/** Without currency signs, spaces and apostrophes. */
function bare(text: string): string {
  return text.replace(/[ \u00a0\u202f'’$€£¥]/g, '');
}

/** SQL for the number in a text; NULL where it is not a number. */
export function numberSql(field: string, style: NumberStyle): string {
  if (style.plain) return `try_cast(${field} AS DOUBLE)`;
  const { decimal, group } = style;
  // 110'16 is a price in thirty-seconds: an apostrophe or a space separates thousands only before three digits.
  const misplaced = `regexp_matches(left(${field}, ${longestNumber}), '[0-9][ \\x{00a0}\\x{202f}''’](?:[0-9]{1,2}(?:[^0-9]|$)|[0-9]{4})')`;
  const stripped = `regexp_replace(left(${field}, ${longestNumber}), '[ \\x{00a0}\\x{202f}''’$€£¥]', '', 'g')`;
  const mark = decimal === ',' ? ',' : '[.]';
  const grouped = group === '' ? '' : `|[0-9]{1,3}(?:[${group}][0-9]{3})+`;
  const shape = `^[+-]?(?:[0-9]+${grouped})?(?:${mark}[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?$`;
  const without = group === '' ? stripped : `replace(${stripped}, '${group}', '')`;
  const pointed = decimal === ',' ? `replace(${without}, ',', '.')` : without;
  return `CASE WHEN regexp_full_match(${stripped}, '${shape}') AND NOT ${misplaced} THEN try_cast(${pointed} AS DOUBLE) END`;
}

/** SQL for a volume: empty, −1 and words such as n/a are 0; 1.5K and 2M are thousands and millions. */
export function volumeSql(field: string, style: NumberStyle): string {
  const text = `lower(trim(left(${field}, ${longestNumber})))`;
  // Rounded, because 4.036 times 1000 is 4035.9999999999995.
  const times = (letter: string, factor: number) =>
    `WHEN ${text} LIKE '%${letter}' THEN round(${numberSql(`left(${text}, -1)`, { ...style, plain: false })} * ${factor}, 6)`;
  return `CASE WHEN coalesce(${numberSql(field, style)}, -2) >= 0 AND ${numberSql(field, style)} < 'infinity'::DOUBLE THEN ${numberSql(field, style)}
    WHEN ${text} IN ('', '-', '-1', '-1.0', 'nan', 'null', 'none', 'n/a', 'na') THEN 0
    ${times('k', 1e3)} ${times('m', 1e6)} ${times('b', 1e9)}
    ELSE ${numberSql(field, style)} END`;
}
