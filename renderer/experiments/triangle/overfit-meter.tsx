import { ShieldQuestion } from 'lucide-react';
import type { Overfit } from '../../../shared/experiments/overfit.ts';
import type { Weights } from '../../../shared/weights.ts';
import { RunLine } from '../../runs/run-line.tsx';
import { useDesk } from '../../store.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useExperiments } from '../experiments-store.ts';
import { figureText } from '../figures/metrics.ts';
import { partNames } from '../subject/subject.ts';
import { subjectKey } from '../subject/subject-key.ts';
import { mixText } from './mix.ts';
import { overfitRun } from './overfit-run.ts';
import { fallWords, plateauWords, realityWords, sharpeWords, verdictWords } from './overfit-words.ts';

/** How far a mix can be trusted after so many were looked at. */
export function OverfitMeter({ mix }: { mix: Weights }) {
  const subject = useExperiments((state) => state.subject);
  const key = useDesk((desk) => subjectKey(desk, subject, false));
  const run = overfitRun.use();
  const { answered } = run;
  const isOfOther = answered && (answered.question.key !== key || !isSame(answered.question.mix, mix));
  return (
    <section className="overfit" aria-label="How far it can be trusted">
      <div className="overfit-head">
        <Button
          look={answered && !isOfOther ? 'plain' : 'primary'}
          disabled={run.running !== null}
          onClick={() => overfitRun.start({ subject, mix, key })}
        >
          <ShieldQuestion /> How far can this be trusted?
        </Button>
        {!answered && !run.running && (
          <span className="quiet">Takes a few seconds: all mixes, resampled a thousand times.</span>
        )}
      </div>
      <RunLine run={run} store={overfitRun} label="Testing against luck" />
      {answered && (
        <Answer
          overfit={answered.answer}
          mix={answered.question.mix}
          note={isOfOther ? 'not of what is shown now' : null}
        />
      )}
    </section>
  );
}

const tones = { edge: 'accent', luck: 'warning', nothing: 'plain', unjudged: 'warning' } as const;

function Answer({ overfit, mix, note }: { overfit: Overfit; mix: Weights; note: string | null }) {
  const { unit } = overfit.period;
  const { title, text } = verdictWords(overfit);
  return (
    <div className="overfit-answer" data-outdated={note !== null || undefined}>
      <p className="overfit-verdict" data-testid="overfit-verdict">
        <Badge tone={tones[overfit.verdict]}>{title}</Badge> {text}
      </p>
      <p className="quiet">
        Of {mixText(mix)} (1H / 4H / Daily), {partNames[overfit.period.part].toLowerCase()}
        {note && `; ${note}`}
      </p>
      <dl className="overfit-points">
        <dt>Around it</dt>
        <dd>{plateauWords(overfit, unit)}</dd>
        <dt>Out of sample</dt>
        <dd>
          {fallWords(overfit, unit)}
          {overfit.parts.length > 0 && <Parts overfit={overfit} />}
        </dd>
        <dt>Deflated Sharpe</dt>
        <dd>{sharpeWords(overfit)}</dd>
        <dt>Reality check</dt>
        <dd>{realityWords(overfit, unit)}</dd>
      </dl>
    </div>
  );
}

function Parts({ overfit: { parts, period } }: { overfit: Overfit }) {
  return (
    <table className="overfit-parts" aria-label="This mix on each part">
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col" className="number">
            Trades
          </th>
          <th scope="col" className="number">
            Total, {period.unit}
          </th>
          <th scope="col" className="number">
            Win rate
          </th>
          <th scope="col" className="number">
            Profit factor
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ part, figures }) => (
          <tr key={part}>
            <th scope="row">{part}</th>
            <td className="number">{figureText('trades', figures.trades)}</td>
            <td className="number">{figureText('total_pips', figures.total_pips)}</td>
            <td className="number">{figureText('win_rate', figures.win_rate)}</td>
            <td className="number">{figureText('profit_factor', figures.profit_factor)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isSame(one: Weights, other: Weights): boolean {
  return one.every((weight, i) => Math.abs(weight - (other[i] ?? 0)) < 1e-9);
}
