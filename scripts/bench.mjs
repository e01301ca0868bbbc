import { cpus, totalmem } from 'node:os';
import { installPackages } from './lib/apt.mjs';
import { chooseBenches, measure, missingYardsticks } from './lib/benches.mjs';
import { exitOnSignals } from './lib/endings.mjs';
import { print, runScript, say } from './lib/say.mjs';
import { setUp } from './lib/set-up.mjs';

exitOnSignals();
await runScript(async () => {
  const benches = chooseBenches(process.argv.slice(2));
  const electron = await setUp({ display: true, build: true, sandbox: true });
  await installPackages(await missingYardsticks(), 'yardsticks for the benches');

  const measured = [];
  for (const bench of benches) {
    say(`bench: ${bench}`);
    measured.push(await measure(bench, electron));
  }
  electron.close();
  for (const line of JSON.stringify({ machine: machine(), measured }, null, 2).split('\n')) print(line);
  return report(measured);
});

/** What the figures were measured on. */
function machine() {
  const processors = cpus();
  return {
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memory_gb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform}-${process.arch}`,
  };
}

/**
 * Says which targets were missed and which benches did not run.
 * @param {import('./lib/benches.mjs').Measured[]} measured
 * @returns {number} 1 only where a bench itself failed: a missed target is a finding, not a failure
 */
function report(measured) {
  const figures = measured.flatMap(({ figures }) => figures);
  const missed = figures.filter(({ met }) => !met);
  for (const { name, median, unit, ratio, target } of missed) {
    const beside = ratio === undefined ? '' : `, ${ratio.toFixed(2)} of the yardstick`;
    say(`missed: ${name}: ${median} ${unit}${beside}; target: ${target}`);
  }
  const failed = measured.filter(({ failure }) => failure !== undefined);
  for (const { bench, failure } of failed) say(`failed: ${bench}: ${failure}`);
  say(
    `targets: ${figures.length - missed.length} met, ${missed.length} missed, ${failed.length} benches failed`,
  );
  return failed.length > 0 ? 1 : 0;
}
