import { describe, expect, it } from 'vitest';
import { effectsInWords, problemsInWords } from '../../../../renderer/config/dry-run-words.ts';
import { labelOf, wordsAt } from '../../../../renderer/config/parameter-words.ts';
import { outsideChange, receiptInWords } from '../../../../renderer/config/receipt-words.ts';
import type { CallbackRun, Receipt } from '../../../../shared/config.ts';

describe('the configuration in words', () => {
  it('names parameters and values with their units, and what is no longer known by its path', () => {
    expect(labelOf('trading.default_tp_pips')).toBe('Take profit');
    expect(wordsAt('trading.default_tp_pips', 30)).toBe('30 pips');
    expect(wordsAt('model.use_regime_adjustment', false)).toBe('off');
    expect(labelOf('model.gone')).toBe('model.gone');
    expect(wordsAt('model.gone', 0.5)).toBe('0.5');
  });

  it('tells how a receipt ended and how long it took', () => {
    expect(receiptInWords(receiptOf({}))).toMatch(/^v12: 2 of 2 delivered in 0\.30\sms$/);
    const failed = receiptOf({
      error: 'out of memory',
      summary: '1 of 2 delivered, data failed: out of memory',
    });
    expect(receiptInWords(failed)).toBe('v12: 1 of 2 delivered, data failed: out of memory');
    const own = receiptOf({ error: 'no', summary: '1 of 2 delivered' });
    expect(receiptInWords({ ...own, symbols: ['EURUSD'] })).toBe('v12 for EURUSD: 1 of 2 delivered');
  });

  it('tells of changes that nobody asked for here, and of no others', () => {
    expect(outsideChange(receiptOf({}))).toBeNull();
    expect(outsideChange(receiptOf({ by: 'file' }))).toBe(
      'The config file was edited and taken as v12: Spread 0.5 pips → 1 pips.',
    );
    expect(outsideChange(receiptOf({ by: 'timer' }))).toContain('The trial ended and went back as v12');
  });
});

describe('a dry run in words', () => {
  it('says what caches and predictions lose', () => {
    expect(effectsInWords({ caches: [], predictions_dropped: 0 })).toBe('No cache loses anything.');
    const caches = [
      { name: 'predictions', entries: 1 },
      { name: 'ohlcv', entries: 1200 },
    ];
    expect(effectsInWords({ caches, predictions_dropped: 1 })).toBe(
      'Caches that lose entries: predictions (1 entry), ohlcv (1,200 entries); 1 prediction is dropped.',
    );
  });

  it('says each problem once and names its parameter', () => {
    const sum = 'The three weights must sum to 1';
    expect(
      problemsInWords([
        { path: 'model.weight_1h', message: sum },
        { path: 'model.weight_4h', message: sum },
        { path: 'trading.spread_pips', message: 'must be a number of at least 0' },
        { path: '', message: 'No changes were given.' },
      ]),
    ).toEqual([sum, 'Spread must be a number of at least 0', 'No changes were given.']);
  });
});

function receiptOf(of: { by?: Receipt['by']; error?: string; summary?: string }): Receipt {
  const { by = 'window', error = null, summary = '2 of 2 delivered' } = of;
  const run: CallbackRun = {
    id: 1,
    at: 0,
    service: 'data',
    category: 'trading',
    config_version: 12,
    preview: false,
    duration_ms: 0.1,
    error: null,
  };
  return {
    version: 12,
    at: 0,
    by,
    reason: null,
    changes: [{ category: 'trading', key: 'spread_pips', old: 0.5, new: 1, symbol: null }],
    symbols: null,
    callbacks: [run, { ...run, id: 2, duration_ms: 0.2, error }],
    summary,
  };
}
