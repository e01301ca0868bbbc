import { describe, expect, it } from 'vitest';
import { verdict, worthOfRows } from '../../../../renderer/data/verdict.ts';
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

  it('judges nothing by an interval of an earlier version, which took rows as independent', () => {
    const earlier = { ...figuresOf(0.56, 0.6, 0.5), effective_rows: null };
    expect(verdict(earlier)).toMatchObject({ edge: false });
    expect(verdict(earlier).text).toContain('too narrow');
    expect(worthOfRows(earlier)).toBeNull();
  });

  it('says how many independent rows the overlapping ones are worth', () => {
    expect(worthOfRows(figuresOf(0.5, 0.6, 0.5))).toBe(
      '1,000 test rows whose labels overlap say as much as 210 independent ones.',
    );
  });
});

function figuresOf(low: number, high: number, baseRate: number): PartFigures {
  return {
    rows: 1_000,
    effective_rows: 210.4,
    accuracy: (low + high) / 2,
    accuracy_low: low,
    accuracy_high: high,
    log_loss: 0.69,
    base_rate: baseRate,
  };
}
