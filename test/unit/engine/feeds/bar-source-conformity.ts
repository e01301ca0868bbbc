import { beforeEach, describe, expect, it } from 'vitest';
import type { BarEvent, BarSource } from '../../../../electron/engine/feeds/bar-source.ts';
import { joinBars, viewBars } from '../../../../electron/engine/market/bars.ts';
import { createRandom, type Random } from '../../../../electron/engine/random.ts';
import type { Bars } from '../../../../shared/market.ts';
import { valueIn } from '../test-engine.ts';

/** A source under test, and the hands that make its market go on. */
export interface SourceBench {
  readonly source: BarSource;
  /** Lets further bars close; those that have not been told by then come soon after. */
  goOn(random: Random): Promise<void>;
  /** Every base bar that has closed so far, from the first on. */
  all(): Promise<Bars>;
  stop(because: string): void;
}

/** What every source of bars keeps to, whatever it brings them from. */
export function describeBarSource(name: string, open: () => Promise<SourceBench>): void {
  describe(`${name}, as a source of bars`, () => {
    let bench: SourceBench;
    let told: BarEvent[];
    let undo: () => void;

    beforeEach(async () => {
      bench = await open();
      told = [];
      undo = bench.source.subscribe((event) => told.push(event));
    });

    const bars = () => joinBars(told.flatMap((event) => (event.kind === 'bars' ? [event.bars] : [])));
    const history = async (from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY) =>
      valueIn(await bench.source.history(from, to));

    it('has a history of whole bars in rising order of time', async () => {
      const whole = await history();
      expect(whole).toEqual(await bench.all());
      expect(whole.time.length).toBeGreaterThan(100);
      for (let i = 0; i < whole.time.length; i += 1) {
        if (i > 0) expect(whole.time[i]).toBeGreaterThan(whole.time[i - 1]);
        expect(whole.high[i]).toBeGreaterThanOrEqual(Math.max(whole.open[i], whole.close[i]));
        expect(whole.low[i]).toBeLessThanOrEqual(Math.min(whole.open[i], whole.close[i]));
        expect(whole.low[i]).toBeGreaterThan(0);
        expect(whole.volume[i]).toBeGreaterThanOrEqual(0);
      }
    });

    it.each([1, 2, 3])(
      'gives any span of it, the first moment included and the last not, seed %i',
      async (seed) => {
        const random = createRandom(seed);
        await bench.goOn(random);
        const whole = await bench.all();
        const cut = () => random.int(whole.time.length);
        for (let turn = 0; turn < 20; turn += 1) {
          const [from, to] = [cut(), cut()].sort((a, b) => a - b);
          expect(await history(whole.time[from], whole.time[to])).toEqual(viewBars(whole, from, to));
        }
        expect((await history(whole.time[5], whole.time[5])).time).toHaveLength(0);
        expect((await history(whole.time[5] + 1, whole.time[6])).time).toHaveLength(0);
      },
    );

    it.each([4, 5])(
      'tells every bar that closes once, in order, and has it in the history by then, seed %i',
      async (seed) => {
        const random = createRandom(seed);
        const before = (await bench.all()).time.length;
        bench.source.subscribe(async (event) => {
          if (event.kind !== 'bars') return;
          const last = event.bars.time[event.bars.time.length - 1];
          heard.push(history(event.bars.time[0], last + 1).then((held) => expect(held).toEqual(event.bars)));
        });
        const heard: Promise<void>[] = [];
        for (let turn = 0; turn < 5; turn += 1) await bench.goOn(random);
        const whole = await bench.all();
        expect(whole.time.length).toBeGreaterThan(before);
        expect(bars()).toEqual(viewBars(whole, before));
        await Promise.all(heard);
        expect(heard.length).toBeGreaterThan(0);
      },
    );

    it.each([6, 7])(
      'loses nothing and repeats nothing between a history and what is told meanwhile, seed %i',
      async (seed) => {
        const random = createRandom(seed);
        const asked = history();
        const going = bench.goOn(random);
        const held = await asked;
        await going;
        const last = held.time[held.time.length - 1];
        const later = bars();
        const next = later.time.findIndex((time) => time > last);
        expect(joinBars([held, next < 0 ? viewBars(later, 0, 0) : viewBars(later, next)])).toEqual(
          await bench.all(),
        );
      },
    );

    it('tells a price that is one, at the end of what has closed or later', async () => {
      await bench.goOn(createRandom(8));
      const { time } = await bench.all();
      for (const event of told) {
        if (event.kind !== 'price') continue;
        expect(event.price).toBeGreaterThan(0);
        expect(event.time).toBeGreaterThan(time[time.length - 1]);
      }
    });

    it('tells nobody who no longer listens', async () => {
      undo();
      await bench.goOn(createRandom(9));
      expect(told).toEqual([]);
    });

    it('says that it has stopped, once and why, and brings no bar afterwards', async () => {
      expect(bench.source.state()).toEqual({ name: 'replay' });
      bench.stop('The cable was cut.');
      bench.stop('Again.');
      const state = { name: 'stopped', because: 'The cable was cut.' };
      expect([bench.source.state(), told]).toEqual([state, [{ kind: 'state', state }]]);
      await bench.goOn(createRandom(10));
      expect(bars().time).toHaveLength(0);
    });
  });
}
