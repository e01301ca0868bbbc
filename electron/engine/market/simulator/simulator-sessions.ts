import { dayMs, hourMs, minuteMs } from '../../../../shared/market.ts';
import { newYorkClose } from '../new-york.ts';
import { createPeriods } from '../periods.ts';

/** Spacing of the simulated bars. */
export const simulatedIntervalMs = 5 * minuteMs;

/**
 * When the simulated week is open. `new-york`: from Sunday to Friday 17:00 in New York, summer time included.
 * `utc-22`: from Sunday to Friday 22:00 UTC all year, as version 0.1 had it; series begun so go on so.
 */
export const simulatedCalendars = ['utc-22', 'new-york'] as const;
export type SimulatedCalendar = (typeof simulatedCalendars)[number];

/** The hours of a simulated market; all times are ms UTC. Asked bar by bar, so each simulator has its own. */
export interface SimulatedSessions {
  /**
   * How lively the hour is in which a bar opens: 1 on average over squares, about 0.5 in the small hours
   * and 1.7 while London and New York both trade. Scales the bar's volatility.
   */
  activity(time: number): number;
  /** The first five-minute step at or after `from` at which the market is open. */
  firstOpenTime(from: number): number;
  /** The open time of the bar after the one that opened at `time`. */
  nextOpenTime(time: number): number;
  /** The last opening of a market week at or before `time`. */
  weekOpening(time: number): number;
}

export function createSessions(calendar: SimulatedCalendar): SimulatedSessions {
  const { weekOf, hourOf } = calendar === 'utc-22' ? utc22() : newYork();

  function openAtOrAfter(time: number): number {
    const { close, reopening } = weekOf(time);
    return time < close ? time : reopening;
  }

  return {
    activity: (time) => activityByHour[hourOf(time)],
    firstOpenTime: (from) => openAtOrAfter(Math.ceil(from / simulatedIntervalMs) * simulatedIntervalMs),
    nextOpenTime: (time) => openAtOrAfter(time + simulatedIntervalMs),
    weekOpening: (time) => weekOf(time).opening,
  };
}

/** A market week: open from `opening` to `close`, closed until `reopening`. */
interface Week {
  readonly opening: number;
  readonly close: number;
  readonly reopening: number;
}

interface Calendar {
  /** The week that holds `time`, with the weekend after it. */
  weekOf(time: number): Week;
  /** Hour of the day, 0 to 23, by which the market is busy or quiet. */
  hourOf(time: number): number;
}

const weekMs = 7 * dayMs;
const openPartOfWeek = 5 * dayMs;
/** A Sunday at 22:00 UTC: 1970-01-04. */
const anyReopening = 3 * dayMs + 22 * hourMs;

function utc22(): Calendar {
  return {
    weekOf(time) {
      const opening = time - ((((time - anyReopening) % weekMs) + weekMs) % weekMs);
      return { opening, close: opening + openPartOfWeek, reopening: opening + weekMs };
    },
    hourOf: (time) => Math.floor((time % dayMs) / hourMs),
  };
}

function newYork(): Calendar {
  const days = createPeriods({ trading_day: 'new-york-close', phase_ms: 0 });
  let held: Week = { opening: 0, close: 0, reopening: 0 };
  return {
    weekOf(time) {
      if (time >= held.opening && time < held.reopening) return held;
      // The trading week's first day is Monday, which opens at Sunday's close.
      const sunday = days.dateOf(time) - 1 - ((days.weekdayOf(time) + 6) % 7);
      held = {
        opening: newYorkClose(sunday),
        close: newYorkClose(sunday + 5),
        reopening: newYorkClose(sunday + 7),
      };
      return held;
    },
    // In winter the day begins at 22:00 UTC.
    hourOf: (time) => (days.hourOf(time) + 22) % 24,
  };
}

// By UTC in winter: Asia 0-6, London from 7, New York from 13, both until 16, quiet after 21.
const rawActivity = [
  6, 6, 6, 5.5, 5.5, 6, 8, 12, 13, 11.5, 10.5, 10, 12, 16, 17, 16, 13.5, 10.5, 9, 8, 7, 5, 4, 5,
];
const activityByHour = normalised(rawActivity);

function normalised(values: readonly number[]): number[] {
  const scale = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  return values.map((value) => value / scale);
}
