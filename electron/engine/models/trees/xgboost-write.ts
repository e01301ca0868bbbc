import type { TreeEnsemble } from './tree-ensemble.ts';

/**
 * Writes the model as XGBoost JSON in the layout of version 1.7, which that version and all later ones load. Numbers have
 * the fewest digits that restore the same 32-bit float.
 */
export function writeModel(model: TreeEnsemble): string {
  const treeCount = model.roots.length;
  const trees: string[] = [];
  for (let tree = 0; tree < treeCount; tree++) {
    const end = tree + 1 < treeCount ? model.roots[tree + 1] : model.child.length;
    trees.push(writeTree(model, tree, model.roots[tree], end));
  }
  const names = JSON.stringify(model.featureNames);
  const types = JSON.stringify(model.featureNames.map(() => 'float'));
  const booster =
    `{"model":{"gbtree_model_param":{"num_parallel_tree":"1","num_trees":"${treeCount}","size_leaf_vector":"0"},` +
    `"tree_info":[${new Int32Array(treeCount).join(',')}],"trees":[${trees.join(',')}]},"name":"gbtree"}`;
  const parameters =
    `{"base_score":"${float(model.baseScore)}","boost_from_average":"1","num_class":"0",` +
    `"num_feature":"${model.featureCount}","num_target":"1"}`;
  const objective = '{"name":"binary:logistic","reg_loss_param":{"scale_pos_weight":"1"}}';
  return (
    `{"learner":{"attributes":{},"feature_names":${names},"feature_types":${types},` +
    `"gradient_booster":${booster},"learner_model_param":${parameters},"objective":${objective}},"version":[1,7,4]}`
  );
}

const noParent = 2147483647;

function writeTree(model: TreeEnsemble, id: number, start: number, end: number): string {
  const nodes = end - start;
  const left = new Int32Array(nodes);
  const right = new Int32Array(nodes);
  const parents = new Int32Array(nodes).fill(noParent);
  for (let node = 0; node < nodes; node++) {
    const child = model.child[start + node];
    left[node] = child < 0 ? -1 : child - start;
    right[node] = child < 0 ? -1 : left[node] + 1;
    if (child >= 0) parents[left[node]] = parents[right[node]] = node;
  }
  const whole = (column: Int32Array | Uint8Array) => column.subarray(start, end).join(',');
  const floats = (column: Float32Array) => Array.from(column.subarray(start, end), float).join(',');
  return (
    `{"base_weights":[${floats(model.baseWeight)}],"categories":[],"categories_nodes":[],` +
    `"categories_segments":[],"categories_sizes":[],"default_left":[${whole(model.defaultLeft)}],"id":${id},` +
    `"left_children":[${left.join(',')}],"loss_changes":[${floats(model.lossChange)}],` +
    `"parents":[${parents.join(',')}],"right_children":[${right.join(',')}],` +
    `"split_conditions":[${floats(model.value)}],"split_indices":[${whole(model.feature)}],` +
    `"split_type":[${new Int32Array(nodes).join(',')}],"sum_hessian":[${floats(model.sumHessian)}],` +
    `"tree_param":{"num_deleted":"0","num_feature":"${model.featureCount}","num_nodes":"${nodes}","size_leaf_vector":"1"}}`
  );
}

/** Always writes an exponent, by which XGBoost distinguishes floats from whole numbers. */
function float(value: number): string {
  if (Object.is(value, -0)) return '-0E0';
  // Nine significant digits identify every 32-bit float; fewer are mostly enough.
  let text = '';
  for (let digits = 6; digits <= 9; digits++) {
    text = value.toExponential(digits - 1);
    if (Math.fround(Number(text)) === value) break;
  }
  return text.replace(/e\+?/, 'E');
}
