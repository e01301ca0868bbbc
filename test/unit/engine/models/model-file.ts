import { writeModel } from '../../../../electron/engine/models/trees/xgboost-json.ts';

/** The parts of a model file that tests change. */
export interface ModelFile {
  learner: {
    feature_names: string[];
    gradient_booster: {
      model: {
        trees: ({ tree_param: Record<string, string> } & Record<string, unknown>)[];
      };
    };
    learner_model_param: Record<string, string>;
    objective: { name: string };
  };
}

export function edited(model: Parameters<typeof writeModel>[0]): ModelFile {
  return JSON.parse(writeModel(model)) as ModelFile;
}
