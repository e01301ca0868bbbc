import { z } from 'zod';
import { failure, messageOf, type Result, success } from '../../../../shared/result.ts';
import { baseMargin, type TreeEnsemble } from './tree-ensemble.ts';
import { readTrees } from './xgboost-trees.ts';

export { writeModel } from './xgboost-write.ts';

/** Limits of a model file: far above any sensible model, far below what would harm the desk. */
export const modelBounds = {
  characters: 64 * 1024 * 1024,
  trees: 10_000,
  nodes: 2_000_000,
  depth: 256,
  features: 10_000,
} as const;

/**
 * Reads a file written by `Booster.save_model("x.json")` of XGBoost 1.x to 3.x. Accepts gbtree models with the objective
 * binary:logistic and numerical splits; fails with the name of anything else. All trees count, as in `Booster.predict`,
 * whatever `best_iteration` says. Executes nothing from the file.
 */
export function parseModel(text: string): Result<TreeEnsemble> {
  if (text.length > modelBounds.characters) {
    return failure(
      'too-large',
      `The model has ${text.length} characters; ${modelBounds.characters} are allowed.`,
    );
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return broken(`it is not JSON (${messageOf(error)})`);
  }
  const kind = kindSchema.safeParse(parsed);
  if (!kind.success) return broken(firstIssue(kind.error));
  const { gradient_booster: booster, objective } = kind.data.learner;
  if (booster.name !== 'gbtree') {
    return unsupported(`the booster "${shortened(booster.name)}"; only gbtree is supported`);
  }
  if (objective.name !== 'binary:logistic') {
    return unsupported(`the objective "${shortened(objective.name)}"; only binary:logistic is supported`);
  }
  const outline = outlineSchema.safeParse(parsed);
  if (!outline.success) return broken(firstIssue(outline.error));
  return readLearner(outline.data.learner);
}

const named = z.object({ name: z.string() });
const kindSchema = z.object({ learner: z.object({ gradient_booster: named, objective: named }) });

const count = z.string().regex(/^\d{1,9}$/, { error: 'must be a whole number written as text, e.g. "12"' });

const outlineSchema = z.object({
  learner: z.object({
    feature_names: z.array(z.string().max(200)).max(modelBounds.features).optional(),
    gradient_booster: z.object({
      model: z.object({
        gbtree_model_param: z.object({ num_trees: count }).optional(),
        tree_info: z.array(z.unknown()).optional(),
        trees: z.array(z.unknown()),
      }),
    }),
    learner_model_param: z.object({
      base_score: z.string().max(100),
      num_class: count.optional(),
      num_feature: count,
      num_target: count.optional(),
    }),
  }),
});

function readLearner(learner: z.infer<typeof outlineSchema>['learner']): Result<TreeEnsemble> {
  const parameters = learner.learner_model_param;
  const model = learner.gradient_booster.model;
  if (Number(parameters.num_class ?? 0) > 1 || Number(parameters.num_target ?? 1) > 1) {
    return unsupported('several classes or targets; only one probability per row is supported');
  }
  const featureCount = Number(parameters.num_feature);
  if (featureCount < 1 || featureCount > modelBounds.features) {
    return broken(
      `learner.learner_model_param.num_feature is ${featureCount}; 1 to ${modelBounds.features} are allowed`,
    );
  }
  const featureNames = learner.feature_names ?? [];
  if (featureNames.length !== 0 && featureNames.length !== featureCount) {
    return broken(`learner.feature_names has ${featureNames.length} names for ${featureCount} features`);
  }
  const baseScore = readBaseScore(parameters.base_score);
  if (baseScore === null) {
    return broken(
      `learner.learner_model_param.base_score is "${shortened(parameters.base_score)}"; one number between 0 and 1 is needed`,
    );
  }
  const promised = model.gbtree_model_param?.num_trees;
  if (promised !== undefined && Number(promised) !== model.trees.length) {
    return broken(`num_trees says ${promised} but trees holds ${model.trees.length}: the file is incomplete`);
  }
  if (model.tree_info?.some((group) => group !== 0)) {
    return unsupported('trees of several groups (tree_info is not all 0)');
  }
  const trees = readTrees(model.trees, featureCount, modelBounds);
  if (!trees.ok) return trees;
  return success({ featureCount, featureNames, baseScore, ...trees.value });
}

/** Reads "5E-1" (up to 2.x) or "[5E-1]" (from 3.1 on). Null where it is not a probability. */
function readBaseScore(text: string): number | null {
  const bare = /^\[(.*)\]$/s.exec(text)?.[1] ?? text;
  if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(bare)) return null;
  const score = Math.fround(Number(bare));
  return score > 0 && score < 1 && Number.isFinite(baseMargin(score)) ? score : null;
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue.path.join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}

/** Shortens text from a file that is quoted in a message. */
function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function broken(what: string): Result<never> {
  return failure('unreadable', `The file is not a usable XGBoost JSON model: ${what}.`);
}

function unsupported(what: string): Result<never> {
  return failure('invalid', `The XGBoost model uses ${what}.`);
}
