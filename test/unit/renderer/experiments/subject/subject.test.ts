import { expect, test } from 'vitest';
import type { Subject } from '../../../../../renderer/experiments/subject/subject.ts';
import {
  baseId,
  baseOf,
  firstSubject,
  periodProblem,
  sampleWarning,
  scopeOf,
  sourceOf,
  withChange,
} from '../../../../../renderer/experiments/subject/subject.ts';
import { scopeSchema } from '../../../../../shared/experiments/scope.ts';
import { configSourceSchema } from '../../../../../shared/experiments/source.ts';

test('a subject asks for the current configuration on the test part unless told otherwise', () => {
  expect(sourceOf(firstSubject)).toEqual({ from: 'current' });
  expect(scopeOf(firstSubject)).toEqual({ part: 'test' });
  expect(scopeSchema.parse(scopeOf(firstSubject))).toEqual({ part: 'test', spread: 'recorded' });
  expect(scopeOf({ ...firstSubject, dataset: 'GBPUSD' })).toEqual({ part: 'test', dataset: 'GBPUSD' });
  expect(scopeOf({ ...firstSubject, spread: 'set' })).toEqual({ part: 'test', spread: 'set' });
});

test('weights of a point go on top of other changes', () => {
  const subject = withChange(
    withChange(firstSubject, 'model', 'agreement_bonus', 0.1),
    'trading',
    'spread_pips',
    1,
  );
  const source = sourceOf(subject, [0.5, 0.3, 0.2]);
  expect(source).toEqual({
    from: 'current',
    changes: {
      model: { agreement_bonus: 0.1, weight_1h: 0.5, weight_4h: 0.3, weight_daily: 0.2 },
      trading: { spread_pips: 1 },
    },
  });
  expect(configSourceSchema.safeParse(source).success).toBe(true);
});

test('a change taken back leaves no trace', () => {
  const changed = withChange(firstSubject, 'trading', 'spread_pips', 1);
  expect(withChange(changed, 'trading', 'spread_pips', null)).toEqual(firstSubject);
});

test('days narrow the period, both included; what is no day does not', () => {
  const days: Subject = { ...firstSubject, fromDay: '2024-03-05', toDay: '2024-03-06' };
  expect(scopeOf(days)).toEqual({
    part: 'test',
    from: Date.UTC(2024, 2, 5),
    to: Date.UTC(2024, 2, 7),
  });
  expect(scopeOf({ ...days, fromDay: '2024-02-31' })).not.toHaveProperty('from');
  expect(periodProblem(days)).toBeNull();
  expect(periodProblem({ ...days, toDay: '2024-03-04' })).toMatch(/must not end/);
});

test.each(['current', { profile: 'a: b' }, { version: 12 }] as const)(
  'the base %j is read back from its name',
  (base) => {
    expect(baseOf(baseId(base))).toEqual(base);
  },
);

test('every part but the test part is marked, the validation part as training has used it', () => {
  expect(sampleWarning('test', false)).toBeNull();
  for (const part of ['train', 'all'] as const)
    expect(sampleWarning(part, true)).toMatch(/seen by the models/);
  expect(sampleWarning('validation', true)).toMatch(/stopped where it did best on these very bars/);
  expect(sampleWarning('validation', false)).toMatch(/^Training was not stopped by these bars/);
  expect(sampleWarning('validation', null)).toMatch(/is not known/);
});
