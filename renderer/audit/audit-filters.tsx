import { ListFilter } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { auditActions, auditOutcomes } from '../../shared/audit.ts';
import { changeSources } from '../../shared/config.ts';
import { categories } from '../../shared/parameters.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { conditionCount, type FilterDraft, noFilter } from './audit-filter.ts';
import { actionNames, sourceNames } from './audit-words.ts';

interface AuditFiltersProps {
  readonly draft: FilterDraft;
  /** Further tools at the end of the line. */
  readonly children: ReactNode;
  onChange(draft: FilterDraft): void;
}

/** Search and conditions over the trail; the conditions fold away. */
export function AuditFilters({ draft, children, onChange }: AuditFiltersProps) {
  const [open, setOpen] = useState(false);
  const conditions = conditionCount(draft);
  const set = (changes: Partial<FilterDraft>) => onChange({ ...draft, ...changes });
  return (
    <search className="audit-filters" aria-label="Filter the audit trail">
      <span className="field audit-search">
        <input
          type="search"
          data-text=""
          aria-label="Search the audit trail"
          placeholder="Search keys, reasons, authors, problems"
          maxLength={200}
          value={draft.text}
          onChange={(event) => set({ text: event.target.value })}
        />
      </span>
      <Button small aria-expanded={open} onClick={() => setOpen(!open)}>
        <ListFilter /> Filter{conditions > 0 && ` (${conditions})`}
      </Button>
      {(conditions > 0 || draft.text !== '') && (
        <Button small look="quiet" onClick={() => onChange(noFilter)}>
          Clear filter
        </Button>
      )}
      <span className="audit-tools">{children}</span>
      {open && (
        <div className="audit-conditions">
          <Select
            label="Outcome"
            value={draft.outcome}
            options={[
              { value: '', text: 'Any outcome' },
              ...auditOutcomes.map((value) => ({ value, text: value })),
            ]}
            onChange={(outcome) => set({ outcome })}
          />
          <Select
            label="Source"
            value={draft.by}
            options={[
              { value: '', text: 'Any source' },
              ...changeSources.map((value) => ({ value, text: sourceNames[value] })),
            ]}
            onChange={(by) => set({ by })}
          />
          <Select
            label="Action"
            value={draft.action}
            options={[
              { value: '', text: 'Any action' },
              ...auditActions.map((value) => ({ value, text: actionNames[value] })),
            ]}
            onChange={(action) => set({ action })}
          />
          <Select
            label="Category"
            value={draft.category}
            options={[
              { value: '', text: 'Any category' },
              ...categories.map((value) => ({ value, text: value })),
            ]}
            onChange={(category) => set({ category })}
          />
          <DayField label="From" value={draft.from} onChange={(from) => set({ from })} />
          <DayField label="To" value={draft.to} onChange={(to) => set({ to })} />
        </div>
      )}
    </search>
  );
}

function DayField({ label, value, onChange }: { label: string; value: string; onChange(day: string): void }) {
  return (
    <label className="audit-day">
      {label}
      <span className="field">
        <input
          type="date"
          data-text=""
          aria-label={`${label} (UTC day)`}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </span>
    </label>
  );
}
