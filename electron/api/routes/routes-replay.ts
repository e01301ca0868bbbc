import { apiRoot, type Route } from './route.ts';
import { answerOf, inputOf } from './route-schemas.ts';

export const replayRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${apiRoot}/replay`,
    about: 'Where the replay stands.',
    tag: 'Replay',
    serves: { operation: 'replay.state' },
    answer: answerOf('replay.state'),
  },
  ...(['play', 'pause'] as const).map(
    (verb): Route => ({
      method: 'POST',
      path: `${apiRoot}/replay/${verb}`,
      about: { play: 'Plays bar by bar.', pause: 'Pauses the replay.' }[verb],
      tag: 'Replay',
      serves: { operation: `replay.${verb}` },
      answer: answerOf(`replay.${verb}`),
    }),
  ),
  ...(['step', 'speed', 'jump'] as const).map(
    (verb): Route => ({
      method: 'POST',
      path: `${apiRoot}/replay/${verb}`,
      about: {
        step: 'Steps by bars, also backwards.',
        speed: 'Sets the speed of the replay.',
        jump: 'Jumps to a time.',
      }[verb],
      tag: 'Replay',
      serves: { operation: `replay.${verb}` },
      body: inputOf(`replay.${verb}`),
      answer: answerOf(`replay.${verb}`),
    }),
  ),
];
