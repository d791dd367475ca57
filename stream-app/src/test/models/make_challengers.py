"""Makes the champion and the challengers that the tests of the judge run on.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python make_challengers.py

Writes into ../resources/challengers. All are logistic functions of a signal, which tells of the outcome, and of something
else, which does not; made here by hand, so that they have no outside origin or licence. What the third feature is good
for: it is uniform in [0, 1), and one model answers NaN where it is below 0.01. One model does a lot of work for nothing,
some 50 ms for each row. golden.json has the score of every model for one row.
"""

import json
from pathlib import Path

import numpy as np
import onnxruntime
from onnx import TensorProto, checker, helper, numpy_helper, save

OUT = Path(__file__).parent.parent / "resources" / "challengers"
FEATURES = ["signal", "other", "luck"]
GOLDEN = [0.5, -0.25, 0.5]
OPSET = 17
IR_VERSION = 10
WIDTH = 256
ROUNDS = 150


def logistic(weights, bias):
    return (
        [
            helper.make_node("MatMul", ["features", "weights"], ["sum"]),
            helper.make_node("Add", ["sum", "bias"], ["odds"]),
            helper.make_node("Sigmoid", ["odds"], ["probability"]),
        ],
        [
            numpy_helper.from_array(np.array([[w] for w in weights], np.float32), "weights"),
            numpy_helper.from_array(np.array([bias], np.float32), "bias"),
        ],
    )


def plain(weights, bias):
    nodes, constants = logistic(weights, bias)
    return nodes + [helper.make_node("Identity", ["probability"], ["score"])], constants


def unlucky(weights, bias):
    """The root of a negative number is NaN, and so is nothing of it added."""
    nodes, constants = logistic(weights, bias)
    more = [
        helper.make_node("Gather", ["features", "third"], ["luck"], axis=1),
        helper.make_node("Sub", ["luck", "least"], ["beyond"]),
        helper.make_node("Sqrt", ["beyond"], ["root"]),
        helper.make_node("Mul", ["root", "nothing"], ["none"]),
        helper.make_node("Add", ["probability", "none"], ["score"]),
    ]
    constants += [
        numpy_helper.from_array(np.array([2], np.int64), "third"),
        numpy_helper.from_array(np.array([0.01], np.float32), "least"),
        numpy_helper.from_array(np.array([0], np.float32), "nothing"),
    ]
    return nodes + more, constants


def slow(weights, bias):
    """A square matrix for each row, multiplied again and again by one of noughts and a little, and nothing of it added."""
    nodes, constants = logistic(weights, bias)
    nodes += [
        helper.make_node("Unsqueeze", ["odds", "last"], ["cube"]),
        helper.make_node("Expand", ["square", "width"], ["work_w"]),
        helper.make_node("Add", ["cube", "work_w"], ["work_0"]),
    ]
    for i in range(ROUNDS):
        nodes.append(helper.make_node("MatMul", [f"work_{i}", "work_w"], [f"work_{i + 1}"]))
    nodes += [
        helper.make_node("ReduceMean", [f"work_{ROUNDS}"], ["mean"], axes=[2], keepdims=0),
        helper.make_node("ReduceMean", ["mean"], ["all"], axes=[1], keepdims=1),
        helper.make_node("Mul", ["all", "nothing"], ["none"]),
        helper.make_node("Add", ["probability", "none"], ["score"]),
    ]
    constants += [
        numpy_helper.from_array(np.array([-1], np.int64), "last"),
        numpy_helper.from_array(np.array([[1 / WIDTH]], np.float32), "square"),
        numpy_helper.from_array(np.array([WIDTH, WIDTH], np.int64), "width"),
        numpy_helper.from_array(np.array([0], np.float32), "nothing"),
    ]
    return nodes, constants


MODELS = {
    "champion": plain([1.9, 0.6, 0.0], -1.4),
    "equal": plain([1.9, -0.6, 0.0], -1.4),
    "better": plain([2.0, 0.0, 0.0], -1.4),
    "shifted": plain([1.9, 0.6, 0.0], 1.4),
    "inverted": plain([-1.9, -0.6, 0.0], 1.4),
    "unlucky": unlucky([1.9, 0.6, 0.0], -1.4),
    "slow": slow([1.9, 0.6, 0.0], -1.4),
}


def main():
    OUT.mkdir(exist_ok=True)
    golden = {}
    for name, (nodes, constants) in MODELS.items():
        graph = helper.make_graph(
            nodes,
            name,
            [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, len(FEATURES)])],
            [helper.make_tensor_value_info("score", TensorProto.FLOAT, [None, 1])],
            constants,
        )
        onnx = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="millrace-tests"
        )
        onnx.ir_version = IR_VERSION
        checker.check_model(onnx, full_check=True)
        save(onnx, OUT / f"{name}.onnx")
        session = onnxruntime.InferenceSession(onnx.SerializeToString())
        golden[name] = float(session.run(None, {"features": np.array([GOLDEN], np.float32)})[0][0][0])
    (OUT / "golden.json").write_text(json.dumps({"row": GOLDEN, "scores": golden}, indent=2) + "\n")


if __name__ == "__main__":
    main()
