import { z } from 'zod';
import { simulatedRegimes } from './simulator-drift.ts';

const number = z.number();

/** Everything that the bars still to come depend on. As JSON it comes back to the last bit. */
export const simulatorStateSchema = z.object({
  /** Open time of the next bar, ms UTC. */
  time: number,
  /** Before rounding. */
  price: number,
  /** Close of the bar before. */
  close: number,
  random: z.object({ seed: z.int(), spare: number.nullable() }),
  volatility: z.object({ hours: number, days: number }),
  drift: z.object({ regime: z.enum(simulatedRegimes), hours: number, days: number, weeks: number }),
});
export type SimulatorState = Readonly<z.infer<typeof simulatorStateSchema>>;
