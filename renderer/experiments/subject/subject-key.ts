import { weightPaths } from '../../config/parameter-words.ts';
import type { DeskMirror } from '../../store.ts';
import type { Subject } from './subject.ts';
import { scopeOf, sourceOf } from './subject.ts';

type What = Pick<DeskMirror, 'market' | 'models' | 'profiles'> & {
  readonly config: Pick<DeskMirror['config'], 'values'>;
};

/**
 * A text that changes exactly when an experiment on this subject has to be run again: the subject itself, the
 * open data and bundle, and the values of its configuration that can matter. The weights of the configuration
 * in force count only where `weights` says so: a triangle holds them all.
 */
export function subjectKey(
  { market, models, profiles, config }: What,
  subject: Subject,
  weights: boolean,
): string {
  const data = market.datasets.find(({ id }) => id === (subject.dataset ?? market.active));
  const { from } = subject;
  const values =
    from === 'current'
      ? {
          trading: config.values.trading,
          model: weights ? config.values.model : withoutWeights(config.values.model),
        }
      : 'profile' in from
        ? profiles.find(({ name }) => name === from.profile)?.values
        : null;
  return JSON.stringify([
    scopeOf(subject),
    sourceOf(subject),
    data?.id,
    // A simulated market grows while it plays; what is stored of it for experiments does not.
    data?.source === 'imported' ? [data.bars, data.to] : null,
    models.active,
    // Also a bundle that is named already may still be on its way.
    models.silent_because,
    models.bundles.find(({ id }) => id === models.active)?.hash,
    values,
  ]);
}

function withoutWeights(model: object): object {
  return Object.fromEntries(Object.entries(model).filter(([key]) => !weightPaths.includes(`model.${key}`)));
}
