import type { z } from 'zod';
import type { Asker } from '../asker.ts';
import type { Result } from '../result.ts';
import { apiOperations } from './api.ts';
import { auditOperations } from './audit.ts';
import { cacheOperations } from './caches.ts';
import { configOperations } from './config.ts';
import { deskOperations } from './desk.ts';
import { experimentOperations } from './experiments.ts';
import { importOperations } from './import.ts';
import { instrumentOperations } from './instruments.ts';
import { jobOperations } from './jobs.ts';
import { marketOperations } from './market.ts';
import { modelOperations } from './models.ts';
import type { ApiDoor, Operation } from './operation.ts';
import { predictionOperations } from './prediction.ts';
import { profileOperations } from './profiles.ts';
import { replayOperations } from './replay.ts';
import { shadowOperations } from './shadows.ts';
import { trialOperations } from './trial.ts';

/** Every operation of the desk: one table, however it is reached. Adding one is an entry here and its handler. */
export const operations = {
  ...deskOperations,
  ...configOperations,
  ...auditOperations,
  ...trialOperations,
  ...profileOperations,
  ...predictionOperations,
  ...cacheOperations,
  ...marketOperations,
  ...instrumentOperations,
  ...importOperations,
  ...modelOperations,
  ...jobOperations,
  ...replayOperations,
  ...experimentOperations,
  ...shadowOperations,
  ...apiOperations,
} as const;

type Table = typeof operations;
export type OperationName = keyof Table;
/** The parsed input, with defaults filled in. */
export type OperationInput<N extends OperationName> = z.infer<Table[N]['input']>;
/** The input as it is sent; fields with defaults may be left out. */
export type OperationAsk<N extends OperationName> = z.input<Table[N]['input']>;
export type OperationAnswer<N extends OperationName> = z.infer<Table[N]['answer']>;

/** Operations that open a dialog in the window. */
export type DialogOperation = Behind<'dialog'>;
/** Operations that are also served over HTTP. */
export type OutsideOperation = Behind<ApiDoor>;
type Behind<D> = { [N in OperationName]: Table[N]['door'] extends D ? N : never }[OperationName];

export const operationNames = Object.keys(operations) as OperationName[];

/** An entry of the table, where the types of its own input and answer do not matter. */
export function entryOf(name: OperationName): Operation {
  return operations[name];
}

/** What serves the operations: one handler each, given parsed input and who asks, answering a value. */
export type Handlers = {
  readonly [N in OperationName]: (
    input: OperationInput<N>,
    asker: Asker,
  ) => Promise<Result<OperationAnswer<N>>> | Result<OperationAnswer<N>>;
};

/** The same on behalf of one asker. */
export type HandlersOfOne<H extends Partial<Handlers> = Handlers> = {
  readonly [N in keyof H]: H[N] extends (input: infer I, asker: Asker) => infer A ? (input: I) => A : never;
};
