"""Makes the zoo: a model of every kind that Millrace scores, and the scores Python's ONNX Runtime gives with them.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python make_zoo.py

Writes into ../resources/zoo. The training data is synthetic and made here from a fixed seed, so neither the models nor the
data have an outside origin or licence. Made again with the same versions on the same kind of processor, every file is the same
byte for byte. zoo.json says of every model what its inputs take, where its score is and which score each row must get; null
in a row is a missing value.

No torch: the neural networks are kept as they are, and only their scores are computed again.
"""

import importlib.util
import json
import os
import warnings
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # sums in the same order every time

import lightgbm
import numpy as np
import onnx
import onnxmltools
import onnxruntime
import pandas
import xgboost
from onnx import TensorProto, checker, helper, numpy_helper
from onnxmltools.convert.common.data_types import FloatTensorType as ToolsFloat
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import (
    BooleanTensorType,
    DoubleTensorType,
    FloatTensorType,
    Int64TensorType,
    StringTensorType,
)
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    IsolationForest,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

warnings.filterwarnings("ignore")

OUT = Path(__file__).parent.parent / "resources" / "zoo"
OPSET = 17
IR_VERSION = 10
SEED = 7
TRAINING_ROWS = 1500
TEST_ROWS = 40

NUMBERS = ["amount", "average", "items"]
TEXTS = ["country", "channel"]
FEATURES = ["amount", "average", "items", "night", "country", "channel"]
KINDS = {
    "tensor(float)": np.float32,
    "tensor(double)": np.float64,
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
    "tensor(bool)": np.bool_,
    "tensor(string)": object,
}


class Data:
    """Card payments, more or less."""

    def __init__(self, rows, seed):
        random = np.random.default_rng(seed)
        self.amount = random.gamma(2.0, 30.0, rows).round(2)
        self.average = random.gamma(2.0, 30.0, rows).round(3)
        self.items = random.integers(1, 12, rows)
        self.night = random.random(rows) < 0.2
        self.country = random.choice(["BE", "NL", "FR", "DE", "LU"], rows)
        self.channel = random.choice(["web", "shop", "téléphone"], rows)
        odds = 0.03 * (self.amount - self.average) + 1.5 * self.night - 0.2 * self.items + (self.country == "LU") - 0.5
        self.odds = odds
        self.fraud = (random.random(rows) < 1 / (1 + np.exp(-odds))).astype(int)
        self.level = np.digitize(odds, [-2.0, 0.5])
        self.gaps = random.random((rows, len(NUMBERS))) < 0.1

    def numbers(self, dtype=np.float32):
        return np.column_stack([self.amount, self.average, self.items]).astype(dtype)

    def gapped(self):
        values = self.numbers()
        values[self.gaps] = np.nan
        return values

    def texts(self):
        return np.column_stack([self.country, self.channel]).astype(object)

    def rows(self):
        """The test rows as JSON has them."""
        columns = [getattr(self, name).tolist() for name in FEATURES]
        return [list(row) for row in zip(*columns)]


TRAIN = Data(TRAINING_ROWS, SEED)
TEST = Data(TEST_ROWS, SEED + 1)
ZOO = []


def member(name, model, inputs, score, missing=False, file=None):
    """
    Keeps a model and what it says about the test rows.

    inputs   name of an input to its features, in their order
    file     that of another member which is the same model; its scores are then in another place
    """
    if model is not None:
        model.ir_version = min(model.ir_version, IR_VERSION)
        del model.metadata_props[:]
        named_by_place(model.graph)
        opsets = {opset.domain: opset.version for opset in model.opset_import}  # some say one twice, in any order
        del model.opset_import[:]
        model.opset_import.extend(helper.make_opsetid(domain, opsets[domain]) for domain in sorted(opsets))
        onnx.save(model, OUT / f"{name}.onnx")
    file = f"{file or name}.onnx"
    session = onnxruntime.InferenceSession(OUT / file, providers=["CPUExecutionProvider"])
    rows = TEST.rows()
    if missing:
        for row, gaps in zip(rows, TEST.gaps):
            for i in range(len(NUMBERS)):
                row[i] = None if gaps[i] else row[i]
    scores = [float(at(session.run([score.split("[")[0]], fed(session, inputs, row))[0], score)) for row in rows]
    ZOO.append({"name": name, "file": file, "inputs": inputs, "score": score, "missing": missing, "scores": scores})


def named_by_place(graph):
    """Some converters draw names by chance; what is inside is named by where it stands instead. Not for nested graphs."""
    kept = {value.name for value in [*graph.input, *graph.output]}
    names = {}
    for value in graph.initializer:
        names[value.name] = f"c{len(names)}"
        value.name = names[value.name]
    for place, node in enumerate(graph.node):
        node.name = f"{node.op_type}-{place}"
        for i, value in enumerate(node.input):
            node.input[i] = names.get(value, value)
        for i, value in enumerate(node.output):
            if value and value not in kept:
                names[value] = f"v{len(names)}"
                node.output[i] = names[value]
    del graph.value_info[:]


def fed(session, inputs, row):
    """One row as the inputs want it; a fixed batch gets copies of it."""
    feed = {}
    for node in session.get_inputs():
        values = [row[FEATURES.index(feature)] for feature in inputs[node.name]]
        kind = KINDS[node.type]
        values = [np.nan if v is None else v for v in values]
        batch = node.shape[0] if isinstance(node.shape[0], int) and len(node.shape) > 1 else 1
        tail = [size if isinstance(size, int) else None for size in node.shape[1:]]
        array = np.array(values, dtype=kind)
        if len(node.shape) == 1:
            feed[node.name] = array
            continue
        if None in tail:
            tail[tail.index(None)] = len(values)
        feed[node.name] = np.broadcast_to(array.reshape([1] + tail), [batch] + tail).copy()
    return feed


def at(answer, score):
    """The number that `probabilities[1]` names in the answer to one row."""
    steps = [step.rstrip("]") for step in score.split("[")[1:]]
    if isinstance(answer, list):
        return answer[0][int(steps[0]) if isinstance(next(iter(answer[0])), int) else steps[0]]
    row = answer[0] if answer.ndim and answer.shape[0] >= 1 and not (answer.ndim == 1 and steps) else answer
    for step in steps:
        row = row[int(step)]
    return np.asarray(row).reshape(-1)[0]


def sklearn(model, inputs, zipmap=False, estimator=None):
    options = {id(estimator or model): {"zipmap": zipmap}} if hasattr(model, "predict_proba") else None
    opsets = {"": OPSET, "ai.onnx.ml": 3}
    return convert_sklearn(model, "zoo", inputs, options=options, target_opset=opsets)


def by_hand(nodes, inputs, outputs, constants=()):
    graph = helper.make_graph(nodes, "zoo", inputs, outputs, [numpy_helper.from_array(v, k) for k, v in constants])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="millrace-zoo")
    checker.check_model(model, full_check=True)
    return model


def tensor(name, *shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def from_sklearn():
    numbers = [("features", FloatTensorType([None, 3]))]
    all_numbers = {"features": NUMBERS}
    x, fraud = TRAIN.numbers(), TRAIN.fraud
    words = np.where(fraud == 1, "fraud", "fair")

    logistic = make_pipeline(StandardScaler(), LogisticRegression()).fit(x, fraud)
    member("logistic", sklearn(logistic, numbers), all_numbers, "probabilities[1]")
    member("logistic-zipmap", sklearn(logistic, numbers, zipmap=True), all_numbers, "output_probability[1]")
    named = make_pipeline(StandardScaler(), LogisticRegression()).fit(x, words)
    member("logistic-words-zipmap", sklearn(named, numbers, zipmap=True), all_numbers, "output_probability[fraud]")
    member("logistic-words", sklearn(named, numbers), all_numbers, "probabilities[1]")
    classes = make_pipeline(StandardScaler(), LogisticRegression()).fit(x, TRAIN.level)
    member("logistic-three-classes", sklearn(classes, numbers), all_numbers, "probabilities[2]")

    forest = RandomForestClassifier(12, max_depth=5, random_state=SEED).fit(x, fraud)
    member("random-forest", sklearn(forest, numbers), all_numbers, "probabilities[1]")
    member("random-forest-label", None, all_numbers, "label", file="random-forest")
    boosting = GradientBoostingClassifier(n_estimators=20, max_depth=3, random_state=SEED).fit(x, fraud)
    member("gradient-boosting", sklearn(boosting, numbers), all_numbers, "probabilities[1]")
    histogram = HistGradientBoostingClassifier(max_iter=15, max_leaf_nodes=8, random_state=SEED)
    histogram.fit(TRAIN.gapped(), fraud)
    member("gradient-boosting-missing", sklearn(histogram, numbers), all_numbers, "probabilities[1]", missing=True)
    isolation = IsolationForest(n_estimators=15, max_samples=64, random_state=SEED).fit(x)
    member("isolation-forest", sklearn(isolation, numbers), all_numbers, "scores")
    member("isolation-forest-label", None, all_numbers, "label[0]", file="isolation-forest")

    several = LinearRegression().fit(x, np.column_stack([TRAIN.odds, TRAIN.amount - TRAIN.average, TRAIN.items]))
    member("regression-three-outputs", sklearn(several, numbers), all_numbers, "variable[1]")
    trees = RandomForestRegressor(6, max_depth=4, random_state=SEED).fit(x, np.column_stack([TRAIN.odds, TRAIN.amount]))
    member("forest-two-outputs", sklearn(trees, numbers), all_numbers, "variable[0]")

    ridge = make_pipeline(StandardScaler(), Ridge()).fit(TRAIN.numbers(np.float64), TRAIN.odds)
    member("ridge-double", sklearn(ridge, [("features", DoubleTensorType([None, 3]))]), all_numbers, "variable")
    counts = TRAIN.items.reshape(-1, 1).astype(np.int64)
    tree = DecisionTreeClassifier(max_depth=4, random_state=SEED).fit(counts, fraud)
    member("tree-int64", sklearn(tree, [("count", Int64TensorType([None, 1]))]), {"count": ["items"]}, "probabilities[1]")


def with_texts():
    frame = pandas.DataFrame({name: getattr(TRAIN, name) for name in FEATURES})
    frame["country"] = frame["country"].astype(object)
    frame["channel"] = frame["channel"].astype(object)
    columns = ColumnTransformer(
        [
            ("texts", OneHotEncoder(handle_unknown="ignore"), TEXTS),
            ("numbers", StandardScaler(), ["amount", "average"]),
            ("count", "passthrough", ["items"]),
            ("night", "passthrough", ["night"]),
        ]
    )
    model = make_pipeline(columns, LogisticRegression()).fit(frame, TRAIN.fraud)
    inputs = [
        ("amount", FloatTensorType([None, 1])),
        ("average", FloatTensorType([None, 1])),
        ("items", Int64TensorType([None, 1])),
        ("night", BooleanTensorType([None, 1])),
        ("country", StringTensorType([None, 1])),
        ("channel", StringTensorType([None, 1])),
    ]
    named = {name: [name] for name in FEATURES}
    member("columns", sklearn(model, inputs, estimator=model), named, "probabilities[1]")
    member("columns-zipmap", sklearn(model, inputs, zipmap=True, estimator=model), named, "output_probability[1]")

    blocks = ColumnTransformer([("texts", OneHotEncoder(handle_unknown="ignore"), [2, 3]), ("n", "passthrough", [0, 1])])
    both = np.column_stack([TRAIN.amount, TRAIN.average, TRAIN.texts()]).astype(object)
    grouped = make_pipeline(blocks, LogisticRegression(max_iter=2000)).fit(both, TRAIN.fraud)
    inputs = [("numbers", FloatTensorType([None, 2])), ("texts", StringTensorType([None, 2]))]
    member("blocks", sklearn(grouped, inputs, estimator=grouped),
           {"numbers": ["amount", "average"], "texts": TEXTS}, "probabilities[1]")


def from_boosters():
    x, fraud = TRAIN.gapped(), TRAIN.fraud
    numbers = [("features", ToolsFloat([None, 3]))]
    light = lightgbm.LGBMClassifier(
        n_estimators=20, num_leaves=8, random_state=SEED, n_jobs=1, deterministic=True, force_row_wise=True, verbose=-1
    ).fit(x, fraud)
    off = onnxmltools.convert_lightgbm(light, "zoo", numbers, target_opset=15, zipmap=False)
    member("lightgbm", off, {"features": NUMBERS}, "probabilities[1]", missing=True)
    on = onnxmltools.convert_lightgbm(light, "zoo", numbers, target_opset=15)
    member("lightgbm-zipmap", on, {"features": NUMBERS}, "probabilities[1]", missing=True)
    extreme = xgboost.XGBClassifier(
        n_estimators=20, max_depth=3, random_state=SEED, n_jobs=1, tree_method="exact", base_score=0.5
    ).fit(x, fraud)
    model = onnxmltools.convert_xgboost(extreme, "zoo", [("features", ToolsFloat([None, 3]))], target_opset=15)
    member("xgboost", model, {"features": NUMBERS}, "probabilities[1]", missing=True)
    regressor = xgboost.XGBRegressor(
        n_estimators=15, max_depth=3, random_state=SEED, n_jobs=1, tree_method="exact", base_score=0.5
    ).fit(x, TRAIN.odds)
    model = onnxmltools.convert_xgboost(regressor, "zoo", [("features", ToolsFloat([None, 3]))], target_opset=15)
    member("xgboost-regression", model, {"features": NUMBERS}, "variable", missing=True)


def from_torch():
    """Networks trained a little. Where torch is not installed, what an earlier run has exported is kept."""
    numbers = {"features": NUMBERS}
    models = dict.fromkeys(["torch-mlp", "torch-mlp-fixed-1", "torch-mlp-fixed-8", "torch-three-classes", "torch-gru"])
    if importlib.util.find_spec("torch"):
        models = trained_networks()
    member("torch-mlp", models["torch-mlp"], numbers, "score")
    member("torch-mlp-fixed-1", models["torch-mlp-fixed-1"], numbers, "score[0]")
    member("torch-mlp-fixed-8", models["torch-mlp-fixed-8"], numbers, "score[0]")
    member("torch-three-classes", models["torch-three-classes"], numbers, "score[2]")
    member("torch-gru", models["torch-gru"], numbers, "score[0][1]")


def trained_networks():
    import torch
    from torch import nn

    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    x = torch.from_numpy(TRAIN.numbers())
    mean, spread = x.mean(0), x.std(0)

    class Scaled(nn.Module):
        def __init__(self, rest):
            super().__init__()
            self.register_buffer("mean", mean)
            self.register_buffer("spread", spread)
            self.rest = rest

        def forward(self, features):
            return self.rest((features - self.mean) / self.spread)

    class Recurrent(nn.Module):
        """[n, 1, 3] to [n, 1, 2]."""

        def __init__(self):
            super().__init__()
            self.gru = nn.GRU(3, 6, batch_first=True)
            self.end = nn.Linear(6, 2)

        def forward(self, features):
            return self.end(self.gru(features)[0])

    def trained(model, inputs, targets, loss):
        optimiser = torch.optim.Adam(model.parameters(), lr=0.02)
        for _ in range(60):
            optimiser.zero_grad()
            loss(model(inputs), targets).backward()
            optimiser.step()
        return model.eval()

    def exported(model, example, open_batch=True):
        program = torch.onnx.export(
            model,
            (example,),
            input_names=["features"],
            output_names=["score"],
            opset_version=18,
            dynamo=True,
            dynamic_shapes=({0: torch.export.Dim("rows")},) if open_batch else None,
            verbose=False,
        )
        made = program.model_proto
        for node in made.graph.node:  # where in which file of this machine a node was traced
            del node.metadata_props[:]
            node.doc_string = ""
        for value in [*made.graph.value_info, *made.graph.input, *made.graph.output, *made.graph.initializer]:
            del value.metadata_props[:]
        del made.graph.metadata_props[:]
        made.graph.doc_string = ""
        return made

    fraud = torch.from_numpy(TRAIN.fraud.astype(np.float32)).reshape(-1, 1)
    mlp = Scaled(nn.Sequential(nn.Linear(3, 16), nn.ReLU(), nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 1), nn.Sigmoid()))
    trained(mlp, x, fraud, nn.BCELoss())
    classes = Scaled(nn.Sequential(nn.Linear(3, 12), nn.Tanh(), nn.Linear(12, 3), nn.Softmax(dim=1)))
    trained(classes, x, torch.from_numpy(TRAIN.level), lambda got, level: nn.functional.nll_loss(got.log(), level))
    gru = Scaled(Recurrent())
    both = torch.cat([fraud, x[:, 2:] / 10], 1).reshape(-1, 1, 2)
    trained(gru, x.reshape(-1, 1, 3), both, nn.MSELoss())
    return {
        "torch-mlp": exported(mlp, x[:4]),
        "torch-mlp-fixed-1": exported(mlp, x[:1], open_batch=False),
        "torch-mlp-fixed-8": exported(mlp, x[:8], open_batch=False),
        "torch-three-classes": exported(classes, x[:4]),
        "torch-gru": exported(gru, x[:4].reshape(-1, 1, 3)),
    }


def from_hand():
    """Shapes and types that no trainer above writes."""
    weights = np.array([[0.01], [-0.02], [0.3]], dtype=np.float32)
    ones = [("weights", weights)]
    no = by_hand(
        [helper.make_node("Not", ["night"], ["day"])],
        [tensor("night", "n", kind=TensorProto.BOOL)], [tensor("day", "n", kind=TensorProto.BOOL)])
    member("hand-bool", no, {"night": ["night"]}, "day")
    twice = by_hand(
        [helper.make_node("Add", ["items", "items"], ["twice"])],
        [tensor("items", "n", kind=TensorProto.INT32)], [tensor("twice", "n", kind=TensorProto.INT32)])
    member("hand-int32", twice, {"items": ["items"]}, "twice")

    straight = helper.make_node("MatMul", ["features", "weights"], ["score"])
    vector = by_hand([straight], [tensor("features", 3)], [tensor("score", 1)], ones)
    member("hand-vector", vector, {"features": NUMBERS}, "score")
    mean = helper.make_node("ReduceMean", ["features"], ["mean"], axes=[0], keepdims=1)
    beside = helper.make_node("Sub", ["features", "mean"], ["apart"])
    summed = helper.make_node("Add", ["apart", "features"], ["both"])
    score = helper.make_node("MatMul", ["both", "weights"], ["score"])
    neighbours = by_hand(
        [mean, beside, summed, score], [tensor("features", "n", 3)], [tensor("score", "n", 1)], ones)
    member("hand-neighbours", neighbours, {"features": NUMBERS}, "score")
    shape = [("shape", np.array([1, 3], dtype=np.int64))]
    reshape = helper.make_node("Reshape", ["features", "shape"], ["flat"])
    flat = helper.make_node("MatMul", ["flat", "weights"], ["score"])
    one = by_hand([reshape, flat], [tensor("features", "n", 3)], [tensor("score", "m", 1)], ones + shape)
    member("hand-one-row-inside", one, {"features": NUMBERS}, "score")
    square = by_hand(
        [helper.make_node("Mul", ["features", "features"], ["cube"])],
        [tensor("features", "n", 1, "f", 1)], [tensor("cube", "n", 1, "f", 1)])
    member("hand-four-dimensions", square, {"features": NUMBERS}, "cube[0][2][0]")
    both = by_hand(
        [helper.make_node("Add", ["left", "right"], ["sum"]), helper.make_node("Sub", ["left", "right"], ["gap"])],
        [tensor("left", "n", 2), tensor("right", "n", 2)], [tensor("sum", "n", 2), tensor("gap", "n", 2)])
    member("hand-shared-feature", both, {"left": ["amount", "average"], "right": ["average", "items"]}, "gap[1]")


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    from_sklearn()
    with_texts()
    from_boosters()
    from_torch()
    from_hand()
    rows = [dict(zip(FEATURES, row)) for row in TEST.rows()]
    gaps = [[NUMBERS[i] for i in range(len(NUMBERS)) if gap[i]] for gap in TEST.gaps]
    members = ",\n".join("    " + json.dumps(entry, ensure_ascii=False) for entry in ZOO)
    lines = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in rows)
    (OUT / "zoo.json").write_text(
        '{\n  "rows": [\n' + lines + '\n  ],\n  "gaps": ' + json.dumps(gaps) + ',\n  "models": [\n' + members + "\n  ]\n}\n"
    )


if __name__ == "__main__":
    main()
