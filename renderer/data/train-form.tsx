import { useState } from 'react';
import { call, inWords } from '../desk.ts';
import { percent } from '../format.ts';
import { useDesk } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Progress } from '../ui/meter.tsx';
import { Panel } from '../ui/panel.tsx';
import { Select } from '../ui/select.tsx';
import { TrainSettings } from './train-settings.tsx';
import type { SettingDrafts } from './training-drafts.ts';
import { defaultDrafts, parseTraining } from './training-drafts.ts';

/** Training of the three models on one dataset. */
export function TrainForm() {
  const datasets = useDesk((desk) => desk.market.datasets);
  const active = useDesk((desk) => desk.market.active);
  const latest = useDesk((desk) => desk.jobs.findLast((job) => job.kind === 'train'));
  const running = latest?.state === 'running' ? latest : undefined;
  const [chosen, setChosen] = useState<string | null>(null);
  const [seed, setSeed] = useState('1');
  const [drafts, setDrafts] = useState<SettingDrafts>(defaultDrafts);
  const [problem, setProblem] = useState<string | null>(null);
  const dataset = datasets.find(({ id }) => id === chosen)?.id ?? active ?? datasets[0]?.id;

  async function train() {
    const input = parseTraining(dataset, seed, drafts);
    const result = input.ok ? await call('models.train', input.value) : input;
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
          <TrainSettings drafts={drafts} onChange={setDrafts} />
          <Button small onClick={() => setDrafts(defaultDrafts())}>
            Back to defaults
          </Button>
        </details>
      </div>
    </Panel>
  );
}
