import { useState } from 'react';
import type { Timeframe } from '../../shared/market.ts';
import { timeframes } from '../../shared/market.ts';
import type { TrainingSettings } from '../../shared/models.ts';
import { defaultTrainingSettings, trainingSettingsSchema } from '../../shared/models.ts';
import { operations } from '../../shared/operations.ts';
import { call, inWords } from '../desk.ts';
import { percent, timeframeNames } from '../format.ts';
import { useDesk } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Progress } from '../ui/meter.tsx';
import { Panel } from '../ui/panel.tsx';
import { Select } from '../ui/select.tsx';

type Setting = keyof TrainingSettings;
type Drafts = Readonly<Record<Timeframe, Readonly<Record<Setting, string>>>>;

const settings = Object.keys(trainingSettingsSchema.shape) as Setting[];
const labels: Readonly<Record<Setting, string>> = {
  num_boost_round: 'Trees',
  max_depth: 'Depth',
  learning_rate: 'Learning rate',
  subsample: 'Row share per tree',
  colsample_bytree: 'Feature share per tree',
  reg_lambda: 'L2 penalty (lambda)',
  reg_alpha: 'L1 penalty (alpha)',
  gamma: 'Least gain of a split (gamma)',
  min_child_weight: 'Least weight of a leaf',
  early_stopping_rounds: 'Stop after rounds without gain (0 = never)',
};

/** Training of the three models on one dataset. */
export function TrainForm() {
  const datasets = useDesk((desk) => desk.market.datasets);
  const active = useDesk((desk) => desk.market.active);
  const latest = useDesk((desk) => desk.jobs.findLast((job) => job.kind === 'train'));
  const running = latest?.state === 'running' ? latest : undefined;
  const [chosen, setChosen] = useState<string | null>(null);
  const [seed, setSeed] = useState('1');
  const [drafts, setDrafts] = useState<Drafts>(defaultDrafts);
  const [problem, setProblem] = useState<string | null>(null);
  const dataset = datasets.find(({ id }) => id === chosen)?.id ?? active ?? datasets[0]?.id;

  async function train() {
    const input = operations['models.train'].input.safeParse({
      dataset,
      seed: asNumber(seed),
      settings: asSettings(drafts),
    });
    if (!input.success) return setProblem(input.error.issues.map(issueInWords).join(' '));
    const result = await call('models.train', input.data);
    setProblem(result.ok ? null : inWords(result.problem));
  }

  return (
    <Panel title="Train models">
      <div className="train">
        <div className="train-line">
          <span>Dataset</span>
          <Select
            label="Dataset to train on"
            value={dataset ?? ''}
            disabled={datasets.length === 0}
            options={datasets.map(({ id }) => ({ value: id, text: id }))}
            onChange={(id) => setChosen(id)}
          />
          <label htmlFor="train-seed">Seed</label>
          <span className="field train-seed">
            <input
              id="train-seed"
              inputMode="numeric"
              value={seed}
              onChange={(event) => setSeed(event.target.value)}
            />
          </span>
          <Button look="primary" disabled={dataset === undefined || running !== undefined} onClick={train}>
            Train
          </Button>
        </div>
        <p className="quiet">
          The oldest 60 % of the bars train the models, the next 20 % validate them, the newest 20 % test
          them. The same data, seed and settings give the same models.
        </p>
        {problem && (
          <p className="field-error" role="alert">
            {problem}
          </p>
        )}
        {latest?.state === 'failed' && (
          <p className="field-error">
            {latest.label} failed: {latest.message}
          </p>
        )}
        {running && (
          <div className="train-running">
            <span>
              {running.label} <span className="number">{percent(running.progress, 0)}</span>{' '}
              <span className="quiet">{running.message}</span>
            </span>
            <Progress label="Training" value={running.progress} />
          </div>
        )}
        <details>
          <summary>Settings of each model</summary>
          <SettingsTable drafts={drafts} onChange={setDrafts} />
          <Button small onClick={() => setDrafts(defaultDrafts())}>
            Back to defaults
          </Button>
        </details>
      </div>
    </Panel>
  );
}

function SettingsTable({ drafts, onChange }: { drafts: Drafts; onChange(drafts: Drafts): void }) {
  return (
    <table className="train-settings" aria-label="Training settings">
      <thead>
        <tr>
          <th scope="col">Setting</th>
          {timeframes.map((timeframe) => (
            <th key={timeframe} scope="col" className="number">
              {timeframeNames[timeframe]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {settings.map((setting) => (
          <tr key={setting}>
            <th scope="row">{labels[setting]}</th>
            {timeframes.map((timeframe) => (
              <td key={timeframe}>
                <span
                  className="field"
                  data-invalid={isValid(setting, drafts[timeframe][setting]) ? undefined : ''}
                >
                  <input
                    aria-label={`${labels[setting]}, ${timeframeNames[timeframe]}`}
                    inputMode="decimal"
                    value={drafts[timeframe][setting]}
                    onChange={(event) =>
                      onChange({
                        ...drafts,
                        [timeframe]: { ...drafts[timeframe], [setting]: event.target.value },
                      })
                    }
                  />
                </span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function defaultDrafts(): Drafts {
  return byTimeframe((timeframe) =>
    bySetting((setting) => String(defaultTrainingSettings[timeframe][setting])),
  );
}

function asSettings(drafts: Drafts) {
  return byTimeframe((timeframe) => bySetting((setting) => asNumber(drafts[timeframe][setting])));
}

function byTimeframe<T>(value: (timeframe: Timeframe) => T): Record<Timeframe, T> {
  return { '1H': value('1H'), '4H': value('4H'), D: value('D') };
}

function bySetting<T>(value: (setting: Setting) => T): Record<Setting, T> {
  return Object.fromEntries(settings.map((setting) => [setting, value(setting)])) as Record<Setting, T>;
}

function isValid(setting: Setting, text: string): boolean {
  return trainingSettingsSchema.shape[setting].safeParse(asNumber(text)).success;
}

function asNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function issueInWords(issue: { path: PropertyKey[]; message: string }): string {
  const [first, timeframe, setting] = issue.path;
  if (first === 'seed') return 'The seed must be a whole number from 0 to 2,147,483,647.';
  if (first === 'dataset') return 'Choose a dataset.';
  const label = labels[setting as Setting] ?? String(setting);
  return `${label} (${String(timeframe)}): ${issue.message}.`;
}
