import { describe, expect, it } from 'vitest';
import { parseDraft } from '../../../../renderer/config/draft.ts';
import { parameters } from '../../../../shared/parameters.ts';

describe('reading what was typed for a parameter', () => {
  it('takes a valid number, spaces around it or not', () => {
    expect(parseDraft(parameters.trading.confidence_threshold, ' 0.7 ')).toEqual({ ok: true, value: 0.7 });
    expect(parseDraft(parameters.cache.price_cache_max_size, '12')).toEqual({ ok: true, value: 12 });
  });

  it.each(['', '  ', 'abc', '1,5', 'Infinity', '1.5', '-0.1'])(
    'refuses “%s” and says what would be valid',
    (text) => {
      const result = parseDraft(parameters.trading.confidence_threshold, text);
      expect(result).toMatchObject({
        ok: false,
        problem: { message: expect.stringContaining('Confidence threshold must be a number from 0 to 1') },
      });
    },
  );

  it('refuses a fraction where a whole number is needed', () => {
    expect(parseDraft(parameters.trading.max_holding_hours, '1.5').ok).toBe(false);
  });
});
