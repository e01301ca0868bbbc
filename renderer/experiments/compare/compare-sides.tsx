import { ArrowLeftRight } from 'lucide-react';
import { useDesk } from '../../store.ts';
import { IconButton } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { useExperiments } from '../experiments-store.ts';
import { useTriangle } from '../triangle/triangle-store.ts';
import { useVersions } from '../versions/use-versions.ts';
import type { Choices } from './compare-choice.ts';
import { choiceOptions } from './compare-choice.ts';
import { chooseA, chooseB, useSides } from './compare-run.ts';

/** Which two configurations meet. */
export function CompareSides() {
  const subject = useExperiments((state) => state.subject);
  const other = useExperiments((state) => state.other);
  const point = useTriangle((state) => state.point);
  const version = useDesk((desk) => desk.config.version);
  const profiles = useDesk((desk) => desk.profiles).map(({ name }) => name);
  const versions = useVersions();
  const { a, b } = useSides(subject, other);
  const choices: Choices = { subject, point, other, version, profiles, versions };
  return (
    <div className="compare-sides">
      <span className="compare-side">
        <strong>A</strong>
        <Select label="Side A" value={a} options={choiceOptions(choices, a)} onChange={chooseA} />
      </span>
      <IconButton
        small
        label="Swap A and B"
        disabled={b === null}
        onClick={() => {
          if (b === null) return;
          chooseA(b);
          chooseB(a);
        }}
      >
        <ArrowLeftRight />
      </IconButton>
      <span className="compare-side">
        <strong>B</strong>
        <Select
          label="Side B"
          value={b ?? ''}
          options={choiceOptions(choices, b)}
          onChange={(id) => id !== '' && chooseB(id)}
        />
      </span>
    </div>
  );
}
