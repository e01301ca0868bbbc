import { z } from 'zod';
import { ofOpenDataset, timeSchema } from '../fields.ts';
import { replaySpeeds, replayStateSchema } from '../market.ts';
import { api, operation } from './operation.ts';

/** The clocks of recorded and simulated data: each of the open ones has its own. */
export const replayOperations = {
  'replay.state': operation({
    about: 'Where the replay stands.',
    input: z.strictObject(ofOpenDataset),
    answer: replayStateSchema,
    door: api('GET /replay'),
    failures: ['not-found', 'conflict'],
    example: {},
  }),
  'replay.play': operation({
    about: 'Plays bar by bar.',
    input: z.strictObject(ofOpenDataset),
    answer: z.null(),
    door: api('POST /replay/play'),
    failures: ['not-found', 'conflict'],
    example: {},
  }),
  'replay.pause': operation({
    about: 'Pauses the replay.',
    input: z.strictObject(ofOpenDataset),
    answer: z.null(),
    door: api('POST /replay/pause'),
    failures: ['not-found', 'conflict'],
    example: {},
  }),
  'replay.step': operation({
    about: 'Steps by bars, also backwards.',
    input: z.strictObject({ bars: z.int().min(-1000).max(1000), ...ofOpenDataset }),
    answer: z.null(),
    door: api('POST /replay/step'),
    failures: ['not-found', 'conflict'],
    example: { bars: 1 },
  }),
  'replay.speed': operation({
    about: 'Sets the speed of the replay.',
    input: z.strictObject({ speed: z.literal(replaySpeeds), ...ofOpenDataset }),
    answer: z.null(),
    door: api('POST /replay/speed'),
    failures: ['not-found', 'conflict'],
    example: { speed: 10 },
  }),
  'replay.jump': operation({
    about: 'Jumps to a time.',
    input: z.strictObject({ to: timeSchema, ...ofOpenDataset }),
    answer: z.null(),
    door: api('POST /replay/jump'),
    failures: ['not-found', 'conflict'],
    example: { to: Date.UTC(2025, 0, 2, 12) },
  }),
} as const;
