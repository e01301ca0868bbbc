import { buildStage, lintStage, testStage, typeStage, windowStage } from './lib/checks.mjs';
import { exitOnSignals } from './lib/endings.mjs';
import { print, runScript } from './lib/say.mjs';
import { setUp } from './lib/set-up.mjs';
import { runStages, summary } from './lib/stages.mjs';
import { ownTemporaryFolder } from './lib/temporary.mjs';

exitOnSignals();
await runScript(async () => {
  const found = await setUp({ display: true, build: false, sandbox: true, tests: true });
  const temporary = ownTemporaryFolder();
  const electron = { ...found, env: { ...found.env, ...temporary.env } };
  const stages = [
    typeStage(),
    lintStage(),
    buildStage(),
    testStage('unit', electron),
    testStage('durability', electron),
    testStage('environments', electron),
    windowStage(electron),
  ];
  const { ok, counts } = await runStages(stages.map(temporary.watch)).finally(electron.close);
  temporary.remove();
  print(summary(counts));
  return ok ? 0 : 1;
});
