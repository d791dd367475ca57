"""Makes the pipelines that `benchmarks/run scoring` scores with: events of some numbers, all of them features, and a dense network.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python make_network.py

Writes ../pipelines/scoring (30 numbers) and ../pipelines/scoring-points (784, as many as a picture of a handwritten digit has
points, so that the network is of the same shape as the one Crayfish measures with). Between the numbers and the ten
probabilities are four layers of 32. Nothing is learnt: the weights are random, from a fixed seed, and neither they nor anything
else here has an outside origin or licence. Made again with the same versions, every file is the same byte for byte.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnxruntime
from onnx import TensorProto, checker, helper, numpy_helper

PIPELINES = Path(__file__).resolve().parent.parent / "pipelines"
WIDTHS = {"scoring": 30, "scoring-points": 784}
HIDDEN = [32, 32, 32, 32]
CLASSES = 10
SCORE = 1
OPSET = 17
IR_VERSION = 10
SEED = 42
GOLDEN_ROWS = 3


def network(width):
    """Dense layers with ReLU between them and a softmax at the end; weights as Glorot and Bengio draw them (2010)."""
    random = np.random.default_rng(SEED)
    nodes, weights, before = [], [], "features"
    sizes = [width, *HIDDEN, CLASSES]
    for layer, (rows, columns) in enumerate(zip(sizes, sizes[1:])):
        limit = np.sqrt(6 / (rows + columns))
        weight, bias, sums = f"weight{layer}", f"bias{layer}", f"sums{layer}"
        weights.append(numpy_helper.from_array(random.uniform(-limit, limit, (rows, columns)).astype(np.float32), weight))
        weights.append(numpy_helper.from_array(random.uniform(-0.1, 0.1, columns).astype(np.float32), bias))
        nodes.append(helper.make_node("Gemm", [before, weight, bias], [sums]))
        before = f"layer{layer}"
        if layer < len(HIDDEN):
            nodes.append(helper.make_node("Relu", [sums], [before]))
        else:
            nodes.append(helper.make_node("Softmax", [sums], ["probabilities"], axis=1))
    taken = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["rows", width])
    given = helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["rows", CLASSES])
    graph = helper.make_graph(nodes, "dense", [taken], [given], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    checker.check_model(model)
    return model.SerializeToString()


def manifest(names, content):
    """As docs/model-folder.md has it; JSON is YAML."""
    rows = np.random.default_rng(SEED + 1).uniform(0, 1, (GOLDEN_ROWS, len(names))).round(4)
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    scores = session.run(["probabilities"], {"features": rows.astype(np.float32)})[0][:, SCORE]
    golden = "\n".join(f"- {{ row: {json.dumps(row.tolist())}, score: {float(score)!r} }}" for row, score in zip(rows, scores))
    return f"""# Written by make_network.py.
name: dense
version: '1'
file: network.onnx
sha256: {hashlib.sha256(content).hexdigest()}
input: features
features: [{', '.join(names)}]
golden:
{golden}
"""


def schema(names):
    fields = [
        {"name": "event_id", "type": "string"},
        {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        *({"name": name, "type": "float"} for name in names),
    ]
    lines = ",\n    ".join(json.dumps(field) for field in fields)
    return f"""{{
  "type": "record",
  "name": "Numbers",
  "namespace": "io.millrace.benchmarks",
  "doc": "{len(names)} numbers in [0, 1). Written by make_network.py.",
  "fields": [
    {lines}
  ]
}}
"""


def pipeline(name, names):
    values = "\n".join(f"      {feature}: {feature}" for feature in names)
    return f"""# Written by make_network.py. An event's numbers are its features: nothing stands between the event and the model.
name: {name}

events:
  topic: {name}
  schema: event.avsc
  id: event_id
  time: event_time

features:
  - values:
{values}

model:
  source: model/
  score: probabilities[{SCORE}]
  threshold: 0.5
"""


def main():
    for name, width in WIDTHS.items():
        digits = len(str(width - 1))
        names = [f"v{number:0{digits}}" for number in range(width)]
        folder = PIPELINES / name
        (folder / "model").mkdir(parents=True, exist_ok=True)
        content = network(width)
        (folder / "model" / "network.onnx").write_bytes(content)
        (folder / "model" / "model.yaml").write_text(manifest(names, content))
        (folder / "event.avsc").write_text(schema(names))
        (folder / "pipeline.yaml").write_text(pipeline(name, names))


if __name__ == "__main__":
    main()
