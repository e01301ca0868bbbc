import { z } from 'zod';
import { profileSchema } from '../../../shared/audit.ts';
import { nameSchema } from '../../../shared/names.ts';
import { profileFileSchema } from '../../engine/config/profiles.ts';
import { apiRoot, type Route } from './route.ts';
import { answerOf, decisionBody, inputOf } from './route-schemas.ts';

const profile = z.object({ name: nameSchema });
const profiles = `${apiRoot}/profiles`;
const trials = `${apiRoot}/trial`;

export const profileRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: trials,
    about: 'A change that goes back by itself unless it is kept.',
    tag: 'Trials and profiles',
    serves: { operation: 'trial.begin' },
    body: inputOf('trial.begin'),
    answer: answerOf('trial.begin'),
  },
  ...(['keep', 'revert'] as const).map(
    (verb): Route => ({
      method: 'POST',
      path: `${trials}/${verb}`,
      about: { keep: 'Keeps what is on trial.', revert: 'Takes back what is on trial.' }[verb],
      tag: 'Trials and profiles',
      serves: { operation: `trial.${verb}` },
      answer: answerOf(`trial.${verb}`),
    }),
  ),
  {
    method: 'GET',
    path: profiles,
    about: 'The saved profiles.',
    tag: 'Trials and profiles',
    serves: { operation: 'profiles.list' },
    answer: answerOf('profiles.list'),
  },
  {
    method: 'POST',
    path: profiles,
    about: 'Saves values in force under a name.',
    tag: 'Trials and profiles',
    serves: { operation: 'profiles.save' },
    body: inputOf('profiles.save'),
    answer: answerOf('profiles.save'),
  },
  {
    method: 'POST',
    path: `${profiles}/import`,
    about: 'Takes the document of a profile, as `GET /profiles/{name}` gives it.',
    tag: 'Trials and profiles',
    serves: { own: 'profile-upload' },
    body: z.record(z.string(), z.unknown()),
    answer: profileSchema,
  },
  {
    method: 'GET',
    path: `${profiles}/{name}`,
    about: 'A profile as a document to hand to someone else.',
    tag: 'Trials and profiles',
    serves: { own: 'profile-document' },
    params: profile,
    produces: { 'application/json': profileFileSchema },
  },
  {
    method: 'DELETE',
    path: `${profiles}/{name}`,
    about: 'Removes a profile.',
    tag: 'Trials and profiles',
    serves: { operation: 'profiles.remove' },
    params: profile,
    answer: answerOf('profiles.remove'),
  },
  {
    method: 'GET',
    path: `${profiles}/{name}/compare`,
    about: 'What applying a profile would do.',
    tag: 'Trials and profiles',
    serves: { operation: 'profiles.compare' },
    params: profile,
    answer: answerOf('profiles.compare'),
  },
  {
    method: 'POST',
    path: `${profiles}/{name}/apply`,
    about: 'Applies a profile as one update.',
    tag: 'Trials and profiles',
    serves: { operation: 'profiles.apply' },
    params: profile,
    body: decisionBody,
    bodyOptional: true,
    answer: answerOf('profiles.apply'),
    conditional: 'write',
  },
];
