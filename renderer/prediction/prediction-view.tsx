import type { Timeframe } from '../../shared/market.ts';
import { timeframes } from '../../shared/market.ts';
import type { Component, Prediction, SplitPart } from '../../shared/prediction.ts';
import { VersionButton } from '../audit/version-button.tsx';
import { directionSign, directionWord, percent, timeframeNames, utcMinute } from '../format.ts';
import { Badge } from '../ui/badge.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { ConfidenceBar } from './confidence-bar.tsx';
import { useWhyOpen, WhyToggle } from './why/why-open.tsx';
import { WhySection } from './why/why-section.tsx';

/** Everything the ensemble says at one bar. */
export function PredictionView({ said }: { said: Prediction }) {
  const whyOpen = useWhyOpen();
  return (
    <>
      <div className="said">
        <Verdict said={said} />
        <ComponentTable said={said} />
        <Facts said={said} />
      </div>
      {whyOpen && <WhySection said={said} />}
    </>
  );
}

function Verdict({ said }: { said: Prediction }) {
  return (
    <div className="verdict">
      <p className="verdict-line">
        <span
          className={`verdict-direction ${said.direction === 1 ? 'long' : 'short'}`}
          data-testid="prediction-direction"
        >
          {directionSign(said.direction)} {directionWord(said.direction)}
        </span>
        <span className="verdict-confidence">
          <span className="number" data-testid="prediction-confidence">
            {percent(said.confidence)}
          </span>
          <span className="quiet">confidence</span>
        </span>
      </p>
      <ConfidenceBar confidence={said.confidence} threshold={said.confidence_threshold} />
      <p className="verdict-decision" data-testid="prediction-decision">
        <strong>{said.should_trade ? '✓ Trade' : 'No trade'}</strong>
        <span className="quiet">{distanceInWords(said)}</span>
      </p>
      <p className="verdict-badges">
        <Badge data-testid="prediction-source">{said.cached ? 'from cache' : 'computed'}</Badge>
        <SplitBadge split={said.split} />
        {said.preview && <Badge tone="warning">preview, not saved</Badge>}
      </p>
    </div>
  );
}

/** Confidence against threshold, in percentage points. */
function distanceInWords({ confidence, confidence_threshold: threshold }: Prediction): string {
  const points = Math.abs(confidence - threshold) * 100;
  const side = confidence >= threshold ? 'above' : 'below';
  return `${points.toFixed(1)} points ${side} the threshold of ${percent(threshold)}`;
}

function ComponentTable({ said }: { said: Prediction }) {
  return (
    <table className="components" aria-label="Components">
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">Direction</th>
          <th scope="col" className="component-bar">
            Confidence
          </th>
          <th scope="col" className="component-figure">
            <span className="component-short">Confidence</span>
          </th>
          <th scope="col" className="component-bar">
            Effective weight
          </th>
          <th scope="col" className="component-figure">
            <span className="component-short">Weight</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {timeframes.map((timeframe) => (
          <ComponentRow key={timeframe} timeframe={timeframe} component={said.components[timeframe]} />
        ))}
      </tbody>
    </table>
  );
}

function ComponentRow({ timeframe, component }: { timeframe: Timeframe; component: Component }) {
  return (
    <tr data-testid={`component-${timeframe}`}>
      <th scope="row">{timeframeNames[timeframe]}</th>
      <td className={component.direction === 1 ? 'long' : 'short'}>
        {directionSign(component.direction)} {directionWord(component.direction)}
      </td>
      <td className="component-bar">
        <Bar value={component.confidence} tone={component.direction === 1 ? 'long' : 'short'} />
      </td>
      <td className="number">{percent(component.confidence)}</td>
      <td className="component-bar">
        <Bar value={component.weight} tone="weight" />
      </td>
      <td className="number">{percent(component.weight)}</td>
    </tr>
  );
}

function Bar({ value, tone }: { value: number; tone: 'long' | 'short' | 'weight' }) {
  return (
    <div className="component-track" aria-hidden="true">
      <div className="component-fill" data-tone={tone} style={{ width: `${value * 100}%` }} />
    </div>
  );
}

function Facts({ said }: { said: Prediction }) {
  return (
    <div className="facts">
      <Fact name="Bar" testId="prediction-bar-time">
        {utcMinute(said.bar_time)}
      </Fact>
      <Fact name="Up / down">
        {percent(said.prob_up)} / {percent(said.prob_down)}
      </Fact>
      <Fact name="Agreement" testId="prediction-agreement">
        {said.agreement_count} of 3{said.agreement_bonus > 0 && `, bonus +${percent(said.agreement_bonus)}`}
      </Fact>
      <Fact name="Regime" testId="prediction-regime">
        {said.regime}
      </Fact>
      <Fact name="Config" testId="prediction-version">
        <VersionButton version={said.config_version} preview={said.preview} />
      </Fact>
      <WhyToggle />
    </div>
  );
}

function Fact({ name, testId, children }: { name: string; testId?: string; children: React.ReactNode }) {
  return (
    <span className="fact">
      <span className="quiet">{name}</span> <span data-testid={testId}>{children}</span>
    </span>
  );
}

const parts: Readonly<Record<SplitPart, string>> = {
  train: 'in sample: training part',
  validation: 'in sample: validation part',
  test: 'test part',
};

function SplitBadge({ split }: { split: SplitPart | null }) {
  const text = split
    ? split === 'test'
      ? 'The models have not seen this bar in training.'
      : 'The models were fitted or tuned on this bar: what they say here flatters them.'
    : 'The models were not trained on this data.';
  return (
    <Tooltip text={text}>
      <button
        type="button"
        className="badge"
        data-tone={split === 'train' || split === 'validation' ? 'warning' : 'plain'}
        data-testid="prediction-split"
      >
        {split ? parts[split] : 'not trained on'}
      </button>
    </Tooltip>
  );
}
