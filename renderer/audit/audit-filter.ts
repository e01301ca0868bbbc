import type { AuditFilter } from '../../shared/audit.ts';
import { dayMs } from '../../shared/market.ts';
import { fromIsoMinute } from '../format.ts';

/** The filter as it stands in its controls; an empty text is no condition. */
export interface FilterDraft {
  readonly text: string;
  readonly outcome: '' | NonNullable<AuditFilter['outcome']>;
  readonly by: '' | NonNullable<AuditFilter['by']>;
  readonly action: '' | NonNullable<AuditFilter['action']>;
  readonly category: string;
  /** Days as "2024-03-05", UTC; the last one included. */
  readonly from: string;
  readonly to: string;
}

export const noFilter: FilterDraft = {
  text: '',
  outcome: '',
  by: '',
  action: '',
  category: '',
  from: '',
  to: '',
};

/** The filter as the trail is asked by it; a day that is none is left out. */
export function auditQuery(draft: FilterDraft): AuditFilter {
  const { outcome, by, action, category } = draft;
  const text = draft.text.trim();
  const from = fromIsoMinute(draft.from);
  const lastDay = fromIsoMinute(draft.to);
  return {
    ...(text && { text }),
    ...(outcome && { outcome }),
    ...(by && { by }),
    ...(action && { action }),
    ...(category && { category }),
    ...(from !== null && { from }),
    ...(lastDay !== null && { to: lastDay + dayMs - 1 }),
  };
}

/** How many conditions stand beside the search. */
export function conditionCount(draft: FilterDraft): number {
  const { text: _, ...query } = auditQuery(draft);
  return Object.keys(query).length;
}
