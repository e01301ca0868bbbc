import { type OperationName, operations } from '../../../shared/operations.ts';

/** The schema of an operation's input, for a route whose body is a part of it. */
export function inputOf<N extends OperationName>(name: N): (typeof operations)[N]['input'] {
  return operations[name].input;
}

/** The schema of an operation's answer. */
export function answerOf<N extends OperationName>(name: N): (typeof operations)[N]['answer'] {
  return operations[name].answer;
}

/** Why, and on which version, where an operation asks for it. */
export const decisionBody = operations['config.reset'].input.pick({ reason: true, expected_version: true });
