import { failure, success } from '../../shared/result.ts';
import { type Analyst, createAnalyst } from '../engine/ensemble/analyst.ts';
import { knownFeatures } from '../engine/features/known-features.ts';
import { readBundle } from '../engine/models/bundles/bundle.ts';
import { analystRequestSchema } from '../engine/threads/worker-schemas.ts';
import { serve } from '../engine/threads/worker-serve.ts';

/** The indicators and the models of each instrument: what a closed bar needs. */
const followed = new Map<string, Analyst['append']>();

serve(analystRequestSchema, async (request) => {
  const { instrument } = request;
  if (request.kind === 'drop') {
    followed.delete(instrument);
    return success(null);
  }
  if (request.kind === 'append') {
    const append = followed.get(instrument);
    if (!append) return failure('conflict', `Bars of ${instrument} arrived before its models were loaded.`);
    return success(append(request.closed));
  }
  const bundle = await readBundle(request.bundle, knownFeatures());
  if (!bundle.ok) return bundle;
  const { models, ...described } = bundle.value;
  const { history, append } = createAnalyst(request.bars, models, request.periods);
  followed.set(instrument, append);
  return success({ answers: history, bundle: described });
});
