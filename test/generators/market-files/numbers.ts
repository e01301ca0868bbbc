import type { Chance } from './chance.ts';

/** A way of writing prices and volumes. */
export interface NumberFormat {
  readonly name: string;
  readonly price: (value: number, decimals: number) => string;
  readonly volume: (value: number) => string;
  /** Whether numbers may hold a comma: it must not part fields, or they must be quoted. */
  readonly comma: boolean;
  /** Whether a comma marks decimals. */
  readonly decimalComma: boolean;
  /** Volumes that mean none. */
  readonly noVolume: boolean;
}

const fixed = (value: number, decimals: number) => value.toFixed(decimals);
const grouped = (text: string, mark: string) => text.replace(/\B(?=(?:\d{3})+(?!\d))/g, mark);
const plain: NumberFormat = {
  name: 'plain',
  price: fixed,
  volume: String,
  comma: false,
  decimalComma: false,
  noVolume: false,
};

/** Groups of three digits before the decimals. */
function inGroups(value: number, decimals: number, mark: string, decimal: string): string {
  const [whole, fraction] = fixed(value, decimals).split('.');
  return `${grouped(whole, mark)}${decimal}${fraction}`;
}

/** Every way of writing numbers. */
export const numberFormats: readonly NumberFormat[] = [
  plain,
  { ...plain, name: 'shortest', price: (value) => String(value) },
  { ...plain, name: 'noise of binary fractions', price: (value) => value.toPrecision(17) },
  { ...plain, name: 'more zeros', price: (value, decimals) => `${fixed(value, decimals)}00` },
  { ...plain, name: 'volumes with fractions', volume: (value) => `${value}.25` },
  { ...plain, name: 'volumes of −1', volume: () => '-1', noVolume: true },
  { ...plain, name: 'volumes NaN', volume: () => 'NaN', noVolume: true },
  { ...plain, name: 'empty volumes', volume: () => '', noVolume: true },
  { ...plain, name: 'volumes with thousands', volume: (value) => grouped(String(value), ','), comma: true },
  {
    ...plain,
    name: 'decimal comma',
    price: (value, decimals) => fixed(value, decimals).replace('.', ','),
    comma: true,
    decimalComma: true,
  },
  {
    ...plain,
    name: 'points between thousands, decimal comma',
    price: (value, decimals) => inGroups(value, decimals, '.', ','),
    volume: (value) => grouped(String(value), '.'),
    comma: true,
    decimalComma: true,
  },
  {
    ...plain,
    name: 'blanks between thousands',
    price: (value, decimals) => inGroups(value, decimals, '\u00a0', '.'),
    volume: (value) => grouped(String(value), ' '),
  },
  {
    ...plain,
    name: 'apostrophes between thousands',
    price: (value, decimals) => inGroups(value, decimals, "'", '.'),
  },
  { ...plain, name: 'a sign of a currency', price: (value, decimals) => `$${fixed(value, decimals)}` },
  { ...plain, name: 'volumes in thousands', volume: (value) => `${value / 1000}K` },
  { ...plain, name: 'exponents', price: (value) => value.toExponential() },
  {
    ...plain,
    name: 'thousands with commas',
    price: (value, decimals) => inGroups(value, decimals, ',', '.'),
    comma: true,
  },
];

/** The volume that a text of the format means. */
export function meantVolume(format: NumberFormat, volume: number): number {
  if (format.noVolume) return 0;
  return format.name === 'volumes with fractions' ? volume + 0.25 : volume;
}

export function pickNumbers(chance: Chance): NumberFormat {
  return chance.is(0.5) ? chance.pick(numberFormats.slice(0, 2)) : chance.pick(numberFormats);
}
