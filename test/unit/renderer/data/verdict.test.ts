import { describe, expect, it } from 'vitest';
import { verdict } from '../../../../renderer/data/verdict.ts';
import type { PartFigures } from '../../../../shared/models.ts';

describe('what test figures mean', () => {
  it('says no edge when the interval contains a coin', () => {
    const said = verdict(figuresOf(0.49, 0.52, 0.5));
    expect(said.edge).toBe(false);
    expect(said.text).toContain('No edge');
    expect(said.text).toContain('contains 50 %');
  });

  it('says no edge when always naming the commoner direction does as well', () => {
    expect(verdict(figuresOf(0.53, 0.57, 0.55))).toMatchObject({ edge: false });
    expect(verdict(figuresOf(0.53, 0.57, 0.45)).text).toContain('“down”');
  });

  it('says no edge when it is worse than a coin', () => {
    expect(verdict(figuresOf(0.44, 0.47, 0.5)).text).toContain('worse than a coin');
  });

  it('claims an edge only above both', () => {
    expect(verdict(figuresOf(0.56, 0.6, 0.55))).toMatchObject({ edge: true });
  });

  it('says nothing about a part without rows', () => {
    expect(verdict({ ...figuresOf(0, 1, 0), rows: 0 }).edge).toBe(false);
  });
});

function figuresOf(low: number, high: number, baseRate: number): PartFigures {
  return {
    rows: 1_000,
    accuracy: (low + high) / 2,
    accuracy_low: low,
    accuracy_high: high,
    log_loss: 0.69,
    base_rate: baseRate,
  };
}
