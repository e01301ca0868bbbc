import { describe, expect, it } from 'vitest';
import { auditQuery, conditionCount, noFilter } from '../../../../renderer/audit/audit-filter.ts';
import { auditFilterSchema } from '../../../../shared/audit.ts';

describe('the filter over the audit trail', () => {
  it('asks for everything while nothing is chosen', () => {
    expect(auditQuery(noFilter)).toEqual({});
    expect(auditQuery({ ...noFilter, text: '   ' })).toEqual({});
  });

  it('asks by what is chosen, both days whole, in UTC', () => {
    const query = auditQuery({
      text: ' weight ',
      outcome: 'refused',
      by: 'file',
      action: 'restore',
      category: 'model',
      from: '2024-03-05',
      to: '2024-03-05',
    });
    expect(query).toEqual({
      text: 'weight',
      outcome: 'refused',
      by: 'file',
      action: 'restore',
      category: 'model',
      from: Date.UTC(2024, 2, 5),
      to: Date.UTC(2024, 2, 6) - 1,
    });
    expect(auditFilterSchema.parse(query)).toEqual(query);
  });

  it('leaves out a day that is none', () => {
    expect(auditQuery({ ...noFilter, from: '2024-02-31', to: 'soon' })).toEqual({});
  });

  it('counts the conditions beside the search', () => {
    expect(conditionCount({ ...noFilter, text: 'x' })).toBe(0);
    expect(conditionCount({ ...noFilter, text: 'x', by: 'window', to: '2024-03-05' })).toBe(2);
  });
});
