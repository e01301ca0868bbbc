import { useEffect, useState } from 'react';
import type { DryRun } from '../../shared/audit.ts';
import type { Scope } from '../../shared/symbols.ts';
import { call, inWords } from '../desk.ts';
import type { ChangesByCategory } from './differences.ts';

/** What `changes` would do for one symbol, or with null for all; asked anew whenever they change; null while asking or without changes. */
export function useDryRun(changes: ChangesByCategory, symbol: Scope = null): DryRun | null {
  const asked = JSON.stringify({ changes, ...(symbol !== null && { symbol }) });
  const isEmpty = Object.keys(changes).length === 0;
  const [answer, setAnswer] = useState<{ asked: string; would: DryRun } | null>(null);
  useEffect(() => {
    if (isEmpty) return;
    let current = true;
    void call('config.validate', JSON.parse(asked)).then((result) => {
      if (current) setAnswer({ asked, would: result.ok ? result.value : refused(inWords(result.problem)) });
    });
    return () => {
      current = false;
    };
  }, [asked, isEmpty]);
  return answer?.asked === asked ? answer.would : null;
}

function refused(message: string): DryRun {
  return { differences: [], problems: [{ path: '', message }], caches: [], predictions_dropped: 0 };
}
