import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { AuditFilter } from '../../shared/audit.ts';
import { call, inWords, refusalStore } from '../desk.ts';
import { useSlowed } from '../ui/use-slowed.ts';
import type { ShownTrail } from './audit-pages.ts';
import { withNewest, withOlder } from './audit-pages.ts';

const pageSize = 100;

interface AuditTrail {
  /** Null while the first page is on its way. */
  readonly shown: ShownTrail | null;
  readonly problem: string | null;
  /** Fetches the next older page, if there is one and none is under way. */
  older(): void;
}

/** The trail under a filter: newest first, grown by pages, new entries on top as they are written. */
export function useAuditTrail(filter: AuditFilter): AuditTrail {
  const asked = JSON.stringify(filter);
  const [kept, setKept] = useState<{ asked: string; shown: ShownTrail } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const fetching = useRef(false);
  const shown = kept?.asked === asked ? kept.shown : null;

  // What can have added an entry: a change, a refusal here, or one that a notice tells of.
  const changes = useSlowed((desk) => `${desk.config.version} ${desk.notices.at(-1)?.id}`);
  const refusals = useStore(refusalStore, (state) => state.count);
  const occasion = `${changes} ${refusals}`;

  useEffect(() => {
    if (occasion === '') return;
    let current = true;
    void call('audit.page', { filter: JSON.parse(asked), limit: pageSize }).then((result) => {
      if (!current) return;
      setProblem(result.ok ? null : inWords(result.problem));
      if (!result.ok) return;
      const newest = result.value;
      setKept((before) => ({
        asked,
        shown: withNewest(before?.asked === asked ? before.shown : null, newest),
      }));
    });
    return () => {
      current = false;
    };
  }, [asked, occasion]);

  const below = shown?.older ?? null;
  const older = useCallback(async () => {
    if (below === null || fetching.current) return;
    fetching.current = true;
    const result = await call('audit.page', { filter: JSON.parse(asked), below, limit: pageSize });
    fetching.current = false;
    setProblem(result.ok ? null : inWords(result.problem));
    if (!result.ok) return;
    setKept((before) =>
      before?.asked === asked ? { asked, shown: withOlder(before.shown, result.value) } : before,
    );
  }, [asked, below]);

  return { shown, problem, older };
}
