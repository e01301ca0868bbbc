import { lintStage, testStage, typeStage } from './lib/checks.mjs';
import { exitOnSignals } from './lib/endings.mjs';
import { print, runScript } from './lib/say.mjs';
import { setUp } from './lib/set-up.mjs';
import { runStages, summary } from './lib/stages.mjs';
import { ownTemporaryFolder } from './lib/temporary.mjs';

exitOnSignals();
await runScript(async () => {
  const found = await setUp({ display: false, build: false });
  const temporary = ownTemporaryFolder();
  const electron = { ...found, env: { ...found.env, ...temporary.env } };
  const { ok, counts } = await runStages(
    [lintStage(), typeStage(), testStage('unit', electron)].map(temporary.watch),
  );
  temporary.remove();
  print(summary(counts));
  return ok ? 0 : 1;
});
