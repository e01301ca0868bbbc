"""Yardstick of training.bench.ts: XGBoost's hist method on the same rows, one thread.

Reads jobs, one JSON object per line, from standard input and answers each with one line:
  {"kind": "train", ...}  trains and tells seconds (DMatrix and training), validation log loss and test accuracy
  {"kind": "predict", ...} loads a model file and writes its probabilities as 32-bit floats
Matrices are little-endian 32-bit floats, row by row; labels are bytes.
"""

import json
import sys
import time

import numpy
import xgboost


def matrix(path, columns):
    return numpy.fromfile(path, dtype="<f4").reshape(-1, columns)


def train(job):
    train_rows = matrix(job["train"], job["columns"])
    train_labels = numpy.fromfile(job["train_labels"], dtype=numpy.uint8)
    validation_rows = matrix(job["validation"], job["columns"])
    validation_labels = numpy.fromfile(job["validation_labels"], dtype=numpy.uint8)
    parameters = {
        "objective": "binary:logistic",
        "eval_metric": "logloss",
        "tree_method": "hist",
        "base_score": 0.5,
        "nthread": 1,
        "seed": job["seed"],
        **job["parameters"],
    }
    started = time.perf_counter()
    training = xgboost.DMatrix(train_rows, label=train_labels, nthread=1)
    validation = xgboost.DMatrix(validation_rows, label=validation_labels, nthread=1)
    history = {}
    booster = xgboost.train(
        parameters,
        training,
        num_boost_round=job["rounds"],
        evals=[(validation, "validation")],
        evals_result=history,
        verbose_eval=False,
    )
    seconds = time.perf_counter() - started
    says_up = booster.predict(xgboost.DMatrix(matrix(job["test"], job["columns"]), nthread=1)) > 0.5
    is_up = numpy.fromfile(job["test_labels"], dtype=numpy.uint8) == 1
    return {
        "seconds": seconds,
        "log_loss": history["validation"]["logloss"][-1],
        "accuracy": float((says_up == is_up).mean()),
    }


def predict(job):
    booster = xgboost.Booster({"nthread": 1})
    booster.load_model(job["model"])
    rows = matrix(job["rows"], job["columns"])
    names = booster.feature_names
    booster.predict(xgboost.DMatrix(rows, feature_names=names, nthread=1)).astype("<f4").tofile(job["out"])
    return {"rows": len(rows), "version": xgboost.__version__}


for line in sys.stdin:
    job = json.loads(line)
    answer = train(job) if job["kind"] == "train" else predict(job)
    print(json.dumps(answer), flush=True)
