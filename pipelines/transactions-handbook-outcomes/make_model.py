#!/usr/bin/env python3
"""Writes the model of this folder, which is no model but a rule: the score is one of the features.

    pip install -r ../requirements.txt && ./make_model.py
"""

import sys
from pathlib import Path

import numpy as np
import yaml
from onnx import TensorProto, helper

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from training import INPUT, write_onnx  # noqa: E402

SCORE = "risk"
RULE = "term_risk_30d"
SEED = 2018


def feature_names():
    """In the pipeline's order."""
    names = []
    for group in yaml.safe_load((FOLDER / "pipeline.yaml").read_text())["features"]:
        names += group.get("values", {})
        names += [f"{name}_{window}" for name in group.get("compute", {}) for window in group["over"]]
    return names


def rule(names):
    """Picks one column."""
    column = helper.make_tensor("column", TensorProto.INT64, [1], [names.index(RULE)])
    rows = helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [None, len(names)])
    answer = helper.make_tensor_value_info(SCORE, TensorProto.FLOAT, [None, 1])
    pick = helper.make_node("Gather", [INPUT, "column"], [SCORE], axis=1)
    graph = helper.make_graph([pick], "terminal-risk", [rows], [answer], [column])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)


def main():
    names = feature_names()
    rows = np.random.default_rng(SEED).uniform(size=(3, len(names))).round(6)
    write_onnx(FOLDER / "model", "terminal-risk.onnx", "terminal-risk", "1", rule(names), SCORE, names, rows, 1.0e-6,
               {"data": "none: a rule", "figures": {"column": RULE}})


if __name__ == "__main__":
    main()
