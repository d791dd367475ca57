"""What every shipped train.py shares: calling Millrace, exporting a model, describing it in model.yaml.

No feature is computed here. Millrace writes them (`millrace replay --features-only`), so that training sees
exactly what scoring will see.
"""

import argparse
import hashlib
import json
import math
import subprocess
import sys
from pathlib import Path

import lightgbm
import numpy as np
import onnx
import onnxruntime
import pandas as pd
import yaml
from onnxmltools import convert_lightgbm
from onnxmltools.convert.common.data_types import FloatTensorType
from sklearn.metrics import average_precision_score, roc_auc_score

ROOT = Path(__file__).resolve().parent.parent
INPUT = "features"
OUTCOME = ["outcome", "outcome_time"]


def millrace(*arguments):
    """Runs a Millrace command and stops the training when it fails."""
    subprocess.run([str(ROOT / "millrace"), *map(str, arguments)], check=True)


def arguments():
    """What `millrace train` gives a train.py: --features FILE --out DIR --model-version TEXT, or nothing of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--features", type=Path, help="what millrace replay wrote")
    parser.add_argument("--out", type=Path, help="where the model folder is to be")
    parser.add_argument("--model-version", help="of the model")
    parser.add_argument("--profile", action="store_true", help="keep the model, and make profile.json only")
    given = parser.parse_args()
    if len({given.features is None, given.out is None, given.model_version is None}) > 1:
        parser.error("--features, --out and --model-version are given together or not at all")
    return given


def read_features(folder, path):
    """The feature table that replay wrote, and the names of its feature columns in the pipeline's order."""
    table = pd.read_csv(path)
    carried = yaml.safe_load((folder / "pipeline.yaml").read_text()).get("predictions", {}).get("carry", [])
    names = [name for name in table.columns if name not in ["event_id", "event_time", *carried, *OUTCOME]]
    table["event_time"] = pd.to_datetime(table["event_time"], utc=True, format="ISO8601")
    for name in names:
        if table[name].dtype == bool or table[name].dtype == object:
            table[name] = table[name].map({True: 1.0, False: 0.0, "true": 1.0, "false": 0.0})
    return table, names


def labelled(table):
    """The rows of which the outcome is known, with it as label, 0 or 1; stops the training if both are not among them."""
    known = table[table["outcome"].notna()].copy()
    known["label"] = known["outcome"].astype(str).str.lower().isin(["true", "1", "1.0"]).astype(int)
    counts = known["label"].value_counts().to_dict()
    if len(counts) < 2:
        sys.exit(f"of {len(table)} events the outcomes {counts} are known: nothing to learn from")
    return known


def train(table, names, label, warm_up, test_share, seed, trees=60):
    """A LightGBM classifier on the first part of the time after warm_up, and its figures on the last part.

    Splitting by time, not at random: a model is judged on days it has not seen.
    """
    start = table["event_time"].min() + warm_up
    usable = table[table["event_time"] >= start]
    split = usable["event_time"].quantile(1.0 - test_share)
    past, future = usable[usable["event_time"] < split], usable[usable["event_time"] >= split]
    model = lightgbm.LGBMClassifier(
        n_estimators=trees, num_leaves=15, learning_rate=0.1, min_child_samples=50, reg_lambda=1.0,
        random_state=seed, deterministic=True, force_row_wise=True, num_threads=2, verbose=-1)
    model.fit(past[names].to_numpy(dtype=np.float32), past[label].to_numpy())
    scores = model.predict_proba(future[names].to_numpy(dtype=np.float32))[:, 1]
    figures = {
        "trainRows": len(past),
        "testRows": len(future),
        "positiveShare": round(float(usable[label].mean()), 6),
        "testAreaUnderRoc": round(float(roc_auc_score(future[label], scores)), 4),
        "testAveragePrecision": round(float(average_precision_score(future[label], scores)), 4),
    }
    return model, figures, usable


def write_model(folder, file, name, version, model, names, usable, figures, data, seed):
    """Writes a LightGBM classifier as ONNX, and model.yaml with digest, feature order, golden rows and figures."""
    converted = convert_lightgbm(
        model, initial_types=[(INPUT, FloatTensorType([None, len(names)]))], zipmap=False, target_opset=15)
    training = {"data": data, "seed": seed, "figures": figures}
    write_onnx(folder, file, name, version, converted, "probabilities[1]", names, golden_rows(usable, names, seed),
               1.0e-5, training)


def write_onnx(folder, file, name, version, converted, score, names, rows, tolerance, training):
    """Writes an ONNX graph, and model.yaml with digest, feature order, training, and the scores of golden rows."""
    onnx.checker.check_model(converted)
    content = converted.SerializeToString()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_bytes(content)
    manifest = {
        "name": name,
        "version": version,
        "file": file,
        "sha256": hashlib.sha256(content).hexdigest(),
        "input": INPUT,
        "features": names,
        "tolerance": tolerance,
        "golden": [
            {"row": [None if math.isnan(value) else round(float(value), 6) for value in row], "score": float(answer)}
            for row, answer in zip(rows, scores(content, score, rows))],
        "training": training,
    }
    text = yaml.safe_dump(manifest, sort_keys=False, width=120, default_flow_style=None)
    (folder / "model.yaml").write_text(f"# Written by {Path(sys.argv[0]).name}.\n{text}")
    print(json.dumps(training["figures"], indent=2))


def scores(content, score, rows):
    """What an ONNX graph answers; score is output[index], as in pipeline.yaml."""
    output, _, index = score.rstrip("]").partition("[")
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    return session.run([output], {INPUT: np.asarray(rows, dtype=np.float32)})[0][:, int(index or 0)]


def golden_rows(usable, names, seed, count=5):
    """A few real rows, rounded as model.yaml shows them, and one with every value missing."""
    rows = usable[names].sample(count, random_state=seed).to_numpy(dtype=np.float64).round(6)
    return np.vstack([rows, np.full((1, len(names)), np.nan)])
