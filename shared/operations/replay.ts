import { z } from 'zod';
import { nothingSchema, timeSchema } from '../fields.ts';
import { replaySpeeds, replayStateSchema } from '../market.ts';
import { api, operation } from './operation.ts';

/** The clock of recorded and simulated data. */
export const replayOperations = {
  'replay.state': operation({
    about: 'Where the replay stands.',
    input: nothingSchema,
    answer: replayStateSchema,
    door: api('GET /replay'),
    example: {},
  }),
  'replay.play': operation({
    about: 'Plays bar by bar.',
    input: nothingSchema,
    answer: z.null(),
    door: api('POST /replay/play'),
    example: {},
  }),
  'replay.pause': operation({
    about: 'Pauses the replay.',
    input: nothingSchema,
    answer: z.null(),
    door: api('POST /replay/pause'),
    example: {},
  }),
  'replay.step': operation({
    about: 'Steps by bars, also backwards.',
    input: z.strictObject({ bars: z.int().min(-1000).max(1000) }),
    answer: z.null(),
    door: api('POST /replay/step'),
    example: { bars: 1 },
  }),
  'replay.speed': operation({
    about: 'Sets the speed of the replay.',
    input: z.strictObject({ speed: z.literal(replaySpeeds) }),
    answer: z.null(),
    door: api('POST /replay/speed'),
    example: { speed: 10 },
  }),
  'replay.jump': operation({
    about: 'Jumps to a time.',
    input: z.strictObject({ to: timeSchema }),
    answer: z.null(),
    door: api('POST /replay/jump'),
    example: { to: Date.UTC(2025, 0, 2, 12) },
  }),
} as const;
