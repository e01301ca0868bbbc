import { lintStage, testStage, typeStage } from './lib/checks.mjs';
import { exitOnSignals } from './lib/endings.mjs';
import { print, runScript } from './lib/say.mjs';
import { setUp } from './lib/set-up.mjs';
import { runStages, summary } from './lib/stages.mjs';

exitOnSignals();
await runScript(async () => {
  const electron = await setUp({ display: false, build: false });
  const { ok, counts } = await runStages([lintStage(), typeStage(), testStage('unit', electron)]);
  print(summary(counts));
  return ok ? 0 : 1;
});
