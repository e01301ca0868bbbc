import { createPeriods } from '../../../../electron/engine/market/periods.ts';
import type { PeriodRules } from '../../../../shared/market.ts';

/** Bars that open on the full hour, in days from midnight to midnight UTC. */
export const utcRules: PeriodRules = { phase_ms: 0, trading_day: 'utc' };
export const utcPeriods = createPeriods(utcRules);

/** As currencies are traded. */
export const newYorkRules: PeriodRules = { phase_ms: 0, trading_day: 'new-york-close' };
