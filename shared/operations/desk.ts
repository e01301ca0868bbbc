import { deskSnapshotSchema } from '../desk.ts';
import { nothingSchema } from '../fields.ts';
import { api, operation } from './operation.ts';

export const deskOperations = {
  'desk.snapshot': operation({
    about: 'The whole state of the desk and its newest logs.',
    input: nothingSchema,
    answer: deskSnapshotSchema,
    door: api(),
    example: {},
  }),
} as const;
