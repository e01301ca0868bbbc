/** The ways of writing times that are understood, for the documentation; a test reads every example. */
export const knownTimes: readonly { readonly example: string; readonly words: string }[] = [
  { example: '1704672000', words: 'seconds since 1970, also with a fraction' },
  { example: '1704672000000', words: 'milliseconds' },
  { example: '1704672000000000', words: 'microseconds' },
  { example: '1704672000000000000', words: 'nanoseconds' },
  { example: '2024-01-08T00:00:00Z', words: 'ISO 8601, with `Z` or an offset' },
  { example: '2024-01-08 02:00:00+02:00', words: 'the same with a blank' },
  { example: '2024-01-08T00:00:00.0000000', words: 'up to nine digits of a second' },
  { example: '2024.01.08 00:00', words: 'dots, dashes or slashes, with or without leading zeros' },
  { example: '31.01.2024 00:00:00.000', words: 'the day first, with dots' },
  { example: '01/31/2024 12:00 AM', words: 'month or day first, 12 or 24 hours; two digits of a year too' },
  { example: '20240108  00:00:00', words: 'a date in digits' },
  {
    example: '20240108 000000',
    words: 'date and time of day in digits, the latter with or without leading zeros: `100` is one o’clock',
  },
  { example: '202401080000', words: 'all in one' },
  { example: '08-Jan-2024 00:00', words: 'names of months, English' },
  { example: '20240108 00:00:00 US/Eastern', words: 'a zone behind the time' },
];
