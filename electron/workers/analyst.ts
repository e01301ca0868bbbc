import { failure, success } from '../../shared/result.ts';
import { type Analyst, createAnalyst } from '../engine/ensemble/analyst.ts';
import { knownFeatures } from '../engine/features/known-features.ts';
import { readBundle } from '../engine/models/bundles/bundle.ts';
import { analystRequestSchema } from '../engine/threads/worker-schemas.ts';
import { serve } from '../engine/threads/worker-serve.ts';

/** Holds the indicators and the models of the active dataset and bundle. */
let analyst: Analyst | null = null;

serve(analystRequestSchema, async (request) => {
  if (request.kind === 'append') {
    if (!analyst) return failure('conflict', 'Bars came before the models were loaded.');
    return success(analyst.append(request.closed));
  }
  const bundle = await readBundle(request.bundle, knownFeatures());
  if (!bundle.ok) return bundle;
  analyst = createAnalyst(request.bars, bundle.value.models, request.periods);
  const { models: _kept, ...described } = bundle.value;
  return success({ answers: analyst.history, bundle: described });
});
