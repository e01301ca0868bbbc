import { describe, expect, it } from 'vitest';
import {
  flipInWords,
  mixInWords,
  points,
  rowsOf,
  weightInWords,
} from '../../../../../renderer/prediction/why/why-words.ts';
import type { Why } from '../../../../../shared/experiments/why.ts';
import type { Prediction } from '../../../../../shared/prediction.ts';

const now = [0.6, 0.3, 0.1] as const;
const flip = { to: 'none', moved: 0.07, reached: true } as const;

describe('the smallest change in words', () => {
  it('names who gives, who takes and what comes of it', () => {
    expect(flipInWords(now, { ...flip, weights: [0.53, 0.37, 0.1] })).toBe(
      'Move 0.07 from 1H to 4H: no trade.',
    );
    expect(flipInWords(now, { ...flip, to: 'short', weights: [0.53, 0.3, 0.17] })).toBe(
      'Move 0.07 from 1H to Daily: a short trade.',
    );
  });

  it('names each share where one model gives to two, or two to one', () => {
    expect(flipInWords(now, { ...flip, weights: [0.53, 0.35, 0.12] })).toBe(
      'Move 0.07 from 1H: 0.05 to 4H, 0.02 to Daily: no trade.',
    );
    expect(flipInWords(now, { ...flip, to: 'long', weights: [0.67, 0.25, 0.08] })).toBe(
      'Move 0.07 to 1H: 0.05 from 4H, 0.02 from Daily: a long trade.',
    );
  });

  it('says so where the decision changes only just beyond', () => {
    expect(flipInWords(now, { ...flip, reached: false, weights: [0.53, 0.37, 0.1] })).toBe(
      'Move 0.07 from 1H to 4H, and a trace more: no trade.',
    );
    expect(flipInWords(now, { ...flip, moved: 0, reached: false, weights: [...now] })).toContain('very edge');
  });

  it('ignores what arithmetic leaves behind', () => {
    const weights = [0.53, 0.37, 0.1 + 1e-17] as const;
    expect(flipInWords(now, { ...flip, weights })).toBe('Move 0.07 from 1H to 4H: no trade.');
  });

  it('never hides a small weight behind zeros', () => {
    expect([0.5, 0.123, 0.07, 0.0712, 0.0034, 0.00001].map(weightInWords)).toEqual([
      '0.50',
      '0.12',
      '0.07',
      '0.071',
      '0.0034',
      'less than 0.0001',
    ]);
    expect(mixInWords(now)).toBe('1H 0.60 · 4H 0.30 · Daily 0.10');
    expect(mixInWords([0.5333, 0.3667, 0.1])).toBe('1H 0.5333 · 4H 0.3667 · Daily 0.1000');
  });
});

describe('the waterfall', () => {
  const component = { prob_up: 0.7, direction: 1, confidence: 0.7, weight: 0.5 } as const;
  const prediction = {
    agreement_count: 3,
    components: { '1H': component, '4H': component, D: component },
  } as unknown as Prediction;
  const steps: Why['steps'] = [
    { name: '1H', change: 0.35, total: 0.35 },
    { name: '4H', change: 0.35, total: 0.7 },
    { name: 'D', change: 0.2, total: 0.9 },
    { name: 'agreement', change: 0.2, total: 1.1 },
    { name: 'cap', change: -0.1, total: 1 },
  ];

  it('begins each step where the one before ended', () => {
    const rows = rowsOf({ steps, prediction });
    expect(rows.map(({ name }) => name)).toEqual(['1H', '4H', 'Daily', 'Agreement', 'Cap']);
    for (const [i, row] of rows.entries()) expect(row.from).toBeCloseTo(rows[i - 1]?.to ?? 0, 12);
    expect(rows[0]?.reason).toBe('0.50 × 70.0\u00a0%');
  });

  it('leaves out a cap that takes nothing and says what a disagreement costs', () => {
    const uncapped: Why['steps'] = [
      ...steps.slice(0, 3),
      { name: 'agreement', change: -0.3, total: 0.6 },
      { name: 'cap', change: 0, total: 0.6 },
    ];
    const rows = rowsOf({ steps: uncapped, prediction: { ...prediction, agreement_count: 2 } });
    expect(rows.map(({ name }) => name)).toEqual(['1H', '4H', 'Daily', 'Agreement']);
    expect(rows.at(-1)).toMatchObject({ reason: '2 of 3 agree: × 2/3', to: 0.6 });
  });

  it('signs every change by more than its colour', () => {
    expect([0.123, -0.2, 0.0001].map(points)).toEqual(['+12.3', '−20.0', '0.0']);
  });
});
