import { describe, expect, it } from 'vitest';
import { outcomeInWords, outcomeTone, whoInWords } from '../../../../renderer/audit/audit-words.ts';
import type { AuditEntry } from '../../../../shared/audit.ts';

describe('a line of the trail in words', () => {
  it('says what was delivered, what failed and why, or why nothing was changed', () => {
    const receipt = { delivered: 7, total: 7, duration_ms: 0.3, failed: [] };
    expect(outcomeInWords(entryOf({ receipt }))).toMatch(/^✓ 7 of 7 delivered in 0\.30\sms$/);
    const failed = entryOf({ receipt: { ...receipt, delivered: 6, failed: ['data-service failed: no'] } });
    expect(outcomeInWords(failed)).toBe('! 6 of 7 delivered, data-service failed: no');
    expect(outcomeInWords(entryOf({ outcome: 'refused', problem: 'too large' }))).toBe(
      '✕ refused: too large',
    );
  });

  it('tells a receipt that got lost from one that there never was', () => {
    expect(outcomeInWords(entryOf({}))).toContain('no receipt');
    expect(outcomeTone(entryOf({}))).toBe('warning');
    expect(outcomeInWords(entryOf({ action: 'reconcile' }))).toBe('✓ on record');
    expect(outcomeTone(entryOf({ action: 'reconcile' }))).toBe('long');
  });

  it('names the author where there is one', () => {
    expect(whoInWords({ by: 'api', author: 'night job' })).toBe('API: night job');
    expect(whoInWords({ by: 'file', author: null })).toBe('file');
  });
});

function entryOf(changes: Partial<AuditEntry>): AuditEntry {
  return {
    id: 1,
    at: 0,
    outcome: 'accepted',
    action: 'update',
    version: 2,
    by: 'window',
    author: null,
    reason: null,
    changes: [],
    symbols: null,
    problem: null,
    receipt: null,
    ...changes,
  };
}
