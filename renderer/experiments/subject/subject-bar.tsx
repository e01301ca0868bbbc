import { RotateCcw } from 'lucide-react';
import { spreadKinds } from '../../../shared/experiments/scope.ts';
import type { Dataset, MarketState } from '../../../shared/market.ts';
import { useDesk } from '../../store.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { setSubject, useExperiments } from '../experiments-store.ts';
import { useVersions } from '../versions/use-versions.ts';
import type { Subject } from './subject.ts';
import {
  baseId,
  baseOf,
  earlyStoppingOf,
  firstSubject,
  partNames,
  partOrder,
  periodProblem,
  sampleWarning,
  spreadNames,
} from './subject.ts';
import { SubjectChanges } from './subject-changes.tsx';

/** What is tried and on which bars: every tab under it speaks of this. */
export function SubjectBar() {
  const subject = useExperiments((state) => state.subject);
  const problem = periodProblem(subject);
  const warning = useDesk((desk) => sampleWarning(subject.part, earlyStoppingOf(desk.models)));
  const hasSpread = useDesk((desk) => datasetOf(desk.market, subject)?.has_spread ?? false);
  const set = (changes: Partial<Subject>) => setSubject({ ...subject, ...changes });
  return (
    <section className="subject" aria-label="What is tried">
      <div className="subject-line">
        <span>Try</span>
        <BaseSelect subject={subject} />
        <span className="subject-gap">on</span>
        <DatasetSelect subject={subject} />
        <Select
          label="Which bars"
          value={subject.part}
          options={partOrder.map((value) => ({ value, text: partNames[value] }))}
          onChange={(part) => set({ part })}
        />
        {warning && (
          <Badge tone="warning">{subject.part === 'validation' ? 'not unseen' : 'in sample'}</Badge>
        )}
        {hasSpread && (
          <Select
            label="Which spread"
            value={subject.spread}
            options={spreadKinds.map((value) => ({ value, text: spreadNames[value] }))}
            onChange={(spread) => set({ spread })}
          />
        )}
        <Day label="from" value={subject.fromDay} onChange={(fromDay) => set({ fromDay })} />
        <Day label="to" value={subject.toDay} onChange={(toDay) => set({ toDay })} />
        {subject !== firstSubject && (
          <Button small look="quiet" onClick={() => setSubject(firstSubject)}>
            <RotateCcw /> Start again
          </Button>
        )}
      </div>
      <SubjectChanges subject={subject} />
      {problem && (
        <p className="experiment-problem" role="alert">
          {problem}
        </p>
      )}
      {warning && <p className="subject-warning">{warning}</p>}
    </section>
  );
}

function datasetOf({ datasets, active }: MarketState, { dataset }: Subject): Dataset | undefined {
  return datasets.find(({ id }) => id === (dataset ?? active));
}

/** Any stored data, open or not; those in focus unless others are chosen. */
function DatasetSelect({ subject }: { subject: Subject }) {
  const datasets = useDesk((desk) => desk.market.datasets);
  const focus = useDesk((desk) => desk.market.asset?.display);
  const chosen = subject.dataset ?? '';
  const ids = datasets.map(({ id }) => id);
  const others = chosen === '' || ids.includes(chosen) ? ids : [...ids, chosen];
  return (
    <Select
      label="Which data"
      value={chosen}
      options={[
        { value: '', text: focus ? `${focus}, in focus` : 'the data in focus' },
        ...others.map((id) => ({ value: id, text: id })),
      ]}
      onChange={(id) => setSubject({ ...subject, dataset: id === '' ? null : id })}
    />
  );
}

function BaseSelect({ subject }: { subject: Subject }) {
  const version = useDesk((desk) => desk.config.version);
  const profiles = useDesk((desk) => desk.profiles);
  const versions = useVersions();
  const chosen = baseId(subject.from);
  const options = [
    { value: 'current', text: `Current configuration (v${version})` },
    ...profiles.map(({ name }) => ({ value: baseId({ profile: name }), text: `Profile “${name}”` })),
    ...versions.map((number) => ({ value: baseId({ version: number }), text: `Version ${number}` })),
  ];
  const isKnown = options.some(({ value }) => value === chosen);
  return (
    <Select
      label="Which configuration"
      value={chosen}
      options={isKnown ? options : [...options, { value: chosen, text: chosen.replace(':', ' ') }]}
      onChange={(id) => setSubject({ ...subject, from: baseOf(id) })}
    />
  );
}

function Day({ label, value, onChange }: { label: string; value: string; onChange(day: string): void }) {
  return (
    <label>
      {label}
      <span className="field">
        <input
          type="date"
          data-text=""
          aria-label={`${label} (UTC day, included)`}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </span>
    </label>
  );
}
