import { useEffect, useState } from 'react';
import type { DryRun } from '../../shared/audit.ts';
import { call, inWords } from '../desk.ts';
import type { ChangesByCategory } from './differences.ts';

/** What `changes` would do, asked anew whenever they change; null while asking or without changes. */
export function useDryRun(changes: ChangesByCategory): DryRun | null {
  const asked = JSON.stringify(changes);
  const [answer, setAnswer] = useState<{ asked: string; would: DryRun } | null>(null);
  useEffect(() => {
    if (asked === '{}') return;
    let current = true;
    void call('config.validate', { changes: JSON.parse(asked) }).then((result) => {
      if (current) setAnswer({ asked, would: result.ok ? result.value : refused(inWords(result.problem)) });
    });
    return () => {
      current = false;
    };
  }, [asked]);
  return answer?.asked === asked ? answer.would : null;
}

function refused(message: string): DryRun {
  return { differences: [], problems: [{ path: '', message }], caches: [], predictions_dropped: 0 };
}
