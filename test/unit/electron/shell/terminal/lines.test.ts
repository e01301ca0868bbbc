import { expect, it } from 'vitest';
import { createModelService } from '../../../../../electron/engine/ensemble/model-service.ts';
import { createMtfEnsemble } from '../../../../../electron/engine/ensemble/mtf-ensemble.ts';
import { configLine, predictionLine, readyLine } from '../../../../../electron/shell/terminal/lines.ts';
import { startConfig } from '../../../engine/config/harness.ts';
import { sampleSource } from '../../../engine/ensemble/sample-source.ts';

it('says on one line each what is ready, what is predicted and what changed', async () => {
  const { config, clock } = startConfig();
  const service = createModelService({
    config,
    ensemble: createMtfEnsemble(config),
    now: clock.now,
    elapsed: clock.elapsed,
  });
  const prediction = service.on(sampleSource(1, 40)).predict(10);
  if (!prediction) throw new Error('no prediction');
  const said = String.raw`(long|short) 0\.\d{4} at 2024-01-01T10:00Z \((trade|no trade)\)`;
  const ready = {
    data: 'EUR/USD (simulated)',
    bars: 224_640,
    model: 'eurusd-1',
    config_version: 3,
    prediction,
  };
  expect(readyLine(ready)).toMatch(
    new RegExp(
      `^ready: data EUR/USD \\(simulated\\), 224640 bars, model eurusd-1, config v3, first prediction ${said}$`,
    ),
  );
  expect(readyLine({ ...ready, model: null, prediction: null })).toMatch(
    /model none.*first prediction none$/,
  );
  expect(predictionLine(prediction)).toMatch(new RegExp(`^prediction: EURUSD ${said}, config v1$`));

  const lines: (string | null)[] = [];
  config.onChange((change) => lines.push(configLine(change)));
  await config.preview('trading', { spread_pips: 2 });
  await config.update('trading', { spread_pips: 1 }, { by: 'window' });
  expect(lines).toEqual([
    null,
    expect.stringMatching(/^config: v2 by window: trading\.spread_pips 0\.5 → 1; \d of \d delivered$/),
  ]);
});
