import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barAt, barsFrom } from '../../../../electron/engine/market/bars.ts';
import { computeOutcomes, outcomeAt } from '../../../../electron/engine/trades/outcomes.ts';
import { createPaperTrader } from '../../../../electron/engine/trades/paper-trader.ts';
import { exitReasons } from '../../../../shared/experiments/trade.ts';
import { hourMs } from '../../../../shared/market.ts';

const pipSize = 0.0001;

/** Bars whose jumps and ranges are as large as the barriers, with hours missing. */
const wildBars = fc
  .array(
    fc.record({
      skip: fc.constantFrom(1, 1, 1, 2, 50),
      jump: fc.integer({ min: -6, max: 6 }),
      up: fc.integer({ min: 0, max: 6 }),
      down: fc.integer({ min: 0, max: 6 }),
      close: fc.integer({ min: 0, max: 100 }),
      spread: fc.constantFrom(0, 0.4, 1.3, Number.NaN),
    }),
    { minLength: 2, maxLength: 12 },
  )
  .map((steps) => {
    let time = Date.UTC(2024, 0, 1);
    let price = 11_000;
    const bars = steps.map(({ skip, jump, up, down, close, spread }) => {
      time += skip * hourMs;
      const open = price + jump;
      price = open - down + Math.round(((up + down) * close) / 100);
      const at = (pips: number) => pips * pipSize;
      return {
        time,
        open: at(open),
        high: at(open + up),
        low: at(open - down),
        close: at(price),
        volume: 1,
        spread: at(spread),
      };
    });
    return barsFrom(bars);
  });

const rules = fc.record({
  takeProfit: fc.integer({ min: 1, max: 8 }),
  stopLoss: fc.integer({ min: 1, max: 8 }),
  maxHours: fc.integer({ min: 1, max: 6 }),
  spread: fc.constantFrom(0, 0.5),
  recordedSpread: fc.boolean(),
});

describe('a position that is followed bar by bar', () => {
  it('closes in the same bar, with the same reason, pips and maximum adverse excursion as in the backtest', () => {
    fc.assert(
      fc.property(wildBars, rules, fc.constantFrom(0 as const, 1 as const), (hours, given, direction) => {
        const outcomes = computeOutcomes(hours, pipSize, given);
        const trader = createPaperTrader(pipSize);
        trader.bar(barAt(hours, 0));
        expect([trader.held(), trader.signal(direction, given)]).toEqual([false, true]);
        expect(trader.signal(direction, given)).toBe(false);
        const at = outcomeAt(0, direction);
        const reason = exitReasons[outcomes.reason[at]];
        for (let bar = 1; bar < hours.time.length; bar += 1) {
          const closed = trader.bar(barAt(hours, bar));
          expect(trader.held()).toBe(true);
          if (bar < outcomes.exit[at] || reason === 'end-of-data') {
            expect(closed).toBeNull();
            continue;
          }
          expect(closed).toEqual({
            signal_time: hours.time[0],
            exit_time: hours.time[bar],
            direction,
            reason,
            pips: outcomes.pips[at],
            worst: outcomes.worst[at],
          });
          expect(trader.worst()).toBeNull();
          return;
        }
        expect(reason).toBe('end-of-data');
        expect(trader.worst()).toBe(outcomes.worst[at]);
      }),
      { numRuns: 5000 },
    );
  });
});
