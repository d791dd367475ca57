"""Makes the small ONNX models the tests of io.millrace.app.model run on, and the scores they must give.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python make_models.py

Writes into ../resources/models. The training data is synthetic and made here from a fixed seed, so neither the models
nor the data have an outside origin or licence. expected.json holds the scores which Python's ONNX Runtime of the
version that Java uses gives for a few rows; null in a row is a missing feature, that is NaN.
"""

import json
import math
from pathlib import Path

import numpy as np
import onnxruntime
from onnx import TensorProto, checker, helper, numpy_helper, save
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

OUT = Path(__file__).parent.parent / "resources" / "models"
FEATURES = ["amount", "night", "cust_avg_1d"]
OPSET = 17
IR_VERSION = 10
ROWS = [[12.5, 0.0, 10.0], [250.0, 1.0, 20.0], [0.0, 0.0, 0.0], [99.99, 1.0, 99.99], [1e6, 0.0, 1e-3]]
GAPS = [[None, 0.0, 10.0], [250.0, None, None], [None, None, None]]


def training_data():
    random = np.random.default_rng(7)
    amount = random.gamma(2.0, 30.0, 2000)
    night = (random.random(2000) < 0.2).astype(float)
    average = random.gamma(2.0, 30.0, 2000)
    rows = np.column_stack([amount, night, average]).astype(np.float32)
    odds = 0.02 * (amount - average) + 1.5 * night - 1.0
    return rows, (random.random(2000) < 1 / (1 + np.exp(-odds))).astype(int), odds


def from_sklearn(name, model, input_name="features", zipmap=False):
    options = {id(model): {"zipmap": zipmap}} if hasattr(model, "predict_proba") else None
    onnx = convert_sklearn(
        model, name, [(input_name, FloatTensorType([None, len(FEATURES)]))], options=options, target_opset=OPSET
    )
    onnx.ir_version = min(onnx.ir_version, IR_VERSION)
    write(name, onnx)


def by_hand(name, nodes, inputs, outputs, constants=()):
    graph = helper.make_graph(nodes, name, inputs, outputs, [numpy_helper.from_array(v, k) for k, v in constants])
    onnx = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="millrace-tests")
    onnx.ir_version = IR_VERSION
    checker.check_model(onnx, full_check=True)
    write(name, onnx)


def write(name, onnx):
    save(onnx, OUT / f"{name}.onnx")


def tensor(name, *shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    rows, labels, odds = training_data()
    logistic = make_pipeline(StandardScaler(), LogisticRegression()).fit(rows, labels)
    trees = HistGradientBoostingClassifier(max_iter=5, max_leaf_nodes=4, random_state=7)
    gapped = rows.copy()
    gapped[np.random.default_rng(8).random(rows.shape) < 0.1] = np.nan
    trees.fit(gapped, labels)

    # what must load
    from_sklearn("logistic", logistic)
    from_sklearn("trees", trees)
    from_sklearn("regression", LinearRegression().fit(rows, odds))
    axes = [("axes", np.array([1], dtype=np.int64))]
    total = helper.make_node("ReduceSum", ["features", "axes"], ["total"], keepdims=0)
    by_hand("vector-output", [total], [tensor("features", "n", 3)], [tensor("total", "n")], axes)
    identity = helper.make_node("Identity", ["features"], ["copy"])
    by_hand("unknown-widths", [identity], [tensor("features", "n", "f")], [tensor("copy", "n", "f")])
    logarithm = helper.make_node("Log", ["features"], ["logarithms"])
    by_hand("logarithm", [logarithm], [tensor("features", "n", 3)], [tensor("logarithms", "n", 3)])
    # fails as a whole if any row asks for more than four places
    first = helper.make_node("Slice", ["features", "begin", "end", "column"], ["first"])
    place = helper.make_node("Cast", ["first"], ["place"], to=TensorProto.INT64)
    lookup = helper.make_node("Gather", ["table", "place"], ["found"])
    by_hand(
        "lookup",
        [first, place, lookup],
        [tensor("features", "n", 3)],
        [tensor("found", "n", 1)],
        [
            ("begin", np.array([0], dtype=np.int64)),
            ("end", np.array([1], dtype=np.int64)),
            ("column", np.array([1], dtype=np.int64)),
            ("table", np.array([0.0, 0.25, 0.5, 0.75], dtype=np.float32)),
        ],
    )

    # goes round as often as the largest first feature says
    most = helper.make_node("ReduceMax", ["first"], ["most"], keepdims=0)
    rounds = helper.make_node("Cast", ["most"], ["rounds"], to=TensorProto.INT64)
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["go_on"], ["still_go_on"]),
            helper.make_node("Mul", ["value", "one"], ["same"]),
        ],
        "round",
        [
            helper.make_tensor_value_info("round", TensorProto.INT64, []),
            helper.make_tensor_value_info("go_on", TensorProto.BOOL, []),
            tensor("value", "n", 1),
        ],
        [helper.make_tensor_value_info("still_go_on", TensorProto.BOOL, []), tensor("same", "n", 1)],
    )
    by_hand(
        "light",  # one feature alone
        [helper.make_node("Mul", ["features", "quarter"], ["score"])],
        [tensor("features", "n", 1)],
        [tensor("score", "n", 1)],
        [("quarter", np.array([0.25], np.float32))],
    )
    by_hand(
        "patient",
        [
            first,
            most,
            rounds,
            helper.make_node("Loop", ["rounds", "yes", "first"], ["looped"], body=body),
            helper.make_node("Mul", ["looped", "quarter"], ["found"]),
        ],
        [tensor("features", "n", 3)],
        [tensor("found", "n", 1)],
        [
            ("begin", np.array([0], dtype=np.int64)),
            ("end", np.array([1], dtype=np.int64)),
            ("column", np.array([1], dtype=np.int64)),
            ("yes", np.array(True)),
            ("one", np.array([1.0], dtype=np.float32)),
            ("quarter", np.array([0.25], dtype=np.float32)),
        ],
    )

    # what must be refused
    from_sklearn("other-input-name", logistic, input_name="X")
    from_sklearn("zipmap", logistic, zipmap=True)
    by_hand("four-wide", [identity], [tensor("features", "n", 4)], [tensor("copy", "n", 4)])
    by_hand("fixed-batch", [identity], [tensor("features", 64, 3)], [tensor("copy", 64, 3)])
    by_hand(
        "double-input",
        [identity],
        [tensor("features", "n", 3, kind=TensorProto.DOUBLE)],
        [tensor("copy", "n", 3, kind=TensorProto.DOUBLE)],
    )
    add = helper.make_node("Add", ["features", "more"], ["sums"])
    by_hand(
        "two-inputs", [add], [tensor("features", "n", 3), tensor("more", "n", 3)], [tensor("sums", "n", 3)]
    )

    cube = helper.make_node("Unsqueeze", ["features", "axes"], ["cube"])
    by_hand("cube-output", [cube], [tensor("features", "n", 3)], [tensor("cube", "n", 1, 3)], axes)

    expected = {
        "logistic": scores("logistic", "probabilities", 1, ROWS),
        "trees": scores("trees", "probabilities", 1, ROWS + GAPS),
        "regression": scores("regression", "variable", 0, ROWS),
        "vector-output": scores("vector-output", "total", None, ROWS),
        "unknown-widths": scores("unknown-widths", "copy", 2, ROWS),
        "lookup": scores("lookup", "found", 0, [[0.0, 1.0, 2.0], [3.0, 0.0, 0.0]]),
        "light": scores("light", "score", 0, [[1.0], [3.0]]),
        "patient": scores("patient", "found", 0, [[1.0, 1.0, 2.0], [3.0, 0.0, 0.0]]),
    }
    (OUT / "expected.json").write_text(json.dumps(expected, indent=2) + "\n")


def scores(name, output, index, rows):
    session = onnxruntime.InferenceSession(OUT / f"{name}.onnx", providers=["CPUExecutionProvider"])
    result = []
    for row in rows:
        values = np.array([[math.nan if v is None else v for v in row]], dtype=np.float32)
        score = session.run([output], {"features": values})[0][0]
        result.append({"row": row, "score": float(score if index is None else score[index])})
    return {"output": output, "index": index or 0, "rows": result}


if __name__ == "__main__":
    main()
