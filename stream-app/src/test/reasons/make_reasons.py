"""Makes models of trees, and what Python's shap says of their scores.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python make_reasons.py

Writes into ../resources/reasons. The data is synthetic and made here from a fixed seed, so neither models nor data have an outside
origin or licence. reasons.json has for every model some rows, ordinary ones, some with missing values where the model takes
them, and some that are exactly at thresholds; the scores that ONNX Runtime gives them; and the contributions of the features

    baseline   against one row, the medians: shap.TreeExplainer(model, medians, feature_perturbation="interventional")
    paths      against the training, where the file has covers: shap.TreeExplainer(model)

Both are of the library's own model, not of the ONNX file. Files whose name ends in "-covers" have what converters do not write: how
many rows of the training came by each node, in nodes_hitrates.
"""

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
import shap
import xgboost
from onnx import TensorProto, helper
from onnxmltools.convert.common.data_types import FloatTensorType as ToolsFloat
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType
from sklearn.ensemble import (
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

warnings.filterwarnings("ignore")

OUT = Path(__file__).parent.parent / "resources" / "reasons"
SEED = 11
TRAINING_ROWS = 800
ROWS = 20
AT_THRESHOLDS = 10
FEATURES = ["a", "b", "c", "d", "e", "f"]
WIDTH = len(FEATURES)


def data(rows, seed):
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, WIDTH)).round(2)
    x[:, 3] = random.integers(0, 5, rows)
    x[:, 4] = random.random(rows) < 0.3
    return x.astype(np.float32)


def gapped(x, seed):
    x = x.copy()
    x[np.random.default_rng(seed).random(x.shape) < 0.1] = np.nan
    return x


X = data(TRAINING_ROWS, SEED)
GAPPED = gapped(X, SEED)
TARGET = 2 * X[:, 0] - X[:, 1] * X[:, 2] + 0.5 * X[:, 3] + X[:, 4] * X[:, 0]
Y = (TARGET > 1).astype(int)
LEVEL = np.digitize(TARGET, [0.0, 2.0])
MEDIANS = np.sort(X, axis=0)[TRAINING_ROWS // 2].astype(np.float64)
TESTS = data(ROWS, SEED + 1)
MODELS = []


def at_thresholds(model):
    """Rows whose values are thresholds of the model."""
    random = np.random.default_rng(SEED + 2)
    trees = next(node for node in model.graph.node if node.op_type.startswith("TreeEnsemble"))
    values = {a.name: helper.get_attribute_value(a) for a in trees.attribute}
    thresholds = values.get("nodes_values")
    if thresholds is None:
        thresholds = onnx.numpy_helper.to_array(values["nodes_values_as_tensor"])
    rows = data(AT_THRESHOLDS, SEED + 3).astype(np.float64)
    for feature in range(WIDTH):
        own = [t for t, f, m in zip(thresholds, values["nodes_featureids"], values["nodes_modes"])
               if f == feature and m != b"LEAF"]
        if own:
            rows[:, feature] = random.choice(own, AT_THRESHOLDS)
    return rows.astype(np.float32)


def keep(name, model, output, index, native, missing=False, covers=None, link="identity"):
    """
    Keeps a model and what is known of it.

    index    of the score among the numbers of a row, and of shap's outputs if there are several
    covers   for each node of the operator how many rows came by, if the file is to say so
    """
    model.ir_version = min(model.ir_version, 10)
    del model.metadata_props[:]
    if covers is not None:
        trees = next(node for node in model.graph.node if node.op_type.startswith("TreeEnsemble"))
        for attribute in [a for a in trees.attribute if a.name.startswith("nodes_hitrates")]:
            trees.attribute.remove(attribute)
        trees.attribute.append(helper.make_attribute("nodes_hitrates", [float(c) for c in covers]))
    onnx.save(model, OUT / f"{name}.onnx")
    session = onnxruntime.InferenceSession(OUT / f"{name}.onnx", providers=["CPUExecutionProvider"])
    rows = gapped(TESTS, SEED + 4) if missing else TESTS
    doubles = session.get_inputs()[0].type == "tensor(double)"
    kind = np.float64 if doubles else np.float32
    if not doubles and len(session.get_inputs()) == 1:  # of doubles shap makes floats; whole numbers are no thresholds
        rows = np.concatenate([rows, at_thresholds(model)])
    scores = session.run([output], fed(session, rows, kind))[0].reshape(len(rows), -1)[:, index]

    def values(explainer):
        found = np.asarray(explainer.shap_values(rows, check_additivity=False))
        return found if found.ndim == 3 else found[:, :, None]

    against = shap.TreeExplainer(native, MEDIANS.reshape(1, -1).astype(np.float32), feature_perturbation="interventional")
    baseline = values(against)
    own = min(index, baseline.shape[2] - 1)
    # Of what shap explains the score is made, except where a threshold that was rounded to 32 bits is met exactly.
    same = np.abs(linked(np.atleast_1d(against.expected_value) + baseline.sum(axis=1), own, link) - scores) < 1e-5
    print(f"{name}: {len(rows) - same.sum()} rows left out")
    assert same[:ROWS].all() and same.sum() >= len(rows) - 3
    entry = {
        "name": name,
        "output": f"{output}[{index}]",
        "rows": [[None if np.isnan(v) else float(v) for v in row] for row in rows[same]],
        "scores": scores[same].astype(float).tolist(),
        "baseline": baseline[same, :, own].tolist(),
    }
    if covers is not None:
        entry["paths"] = values(shap.TreeExplainer(native))[same, :, own].tolist()
    MODELS.append(entry)


def fed(session, rows, kind):
    """One input of all features, or one of each."""
    inputs = session.get_inputs()
    if len(inputs) == 1:
        return {inputs[0].name: rows.astype(kind)}
    kinds = [np.int64 if node.type == "tensor(int64)" else kind for node in inputs]
    return {node.name: rows[:, [FEATURES.index(node.name)]].astype(own) for node, own in zip(inputs, kinds)}


def linked(sums, index, link):
    """The scores that sums of leaves become."""
    if link == "logistic":
        return 1 / (1 + np.exp(-sums[:, index]))
    if link == "softmax":
        return np.exp(sums[:, index]) / np.exp(sums).sum(axis=1)
    return sums[:, index]


def sklearn(model):
    options = {id(model): {"zipmap": False}} if hasattr(model, "predict_proba") else None
    inputs = [("features", FloatTensorType([None, WIDTH]))]
    return convert_sklearn(model, "reasons", inputs, options=options, target_opset={"": 17, "ai.onnx.ml": 3})


def node_covers(trees, model):
    """What scikit-learn knows of each node, in the order of the operator's nodes."""
    operator = next(node for node in model.graph.node if node.op_type.startswith("TreeEnsemble"))
    values = {a.name: helper.get_attribute_value(a) for a in operator.attribute}
    return [trees[t].tree_.weighted_n_node_samples[n] for t, n in zip(values["nodes_treeids"], values["nodes_nodeids"])]


def doubled(model, trees):
    """The same over doubles, with scikit-learn's own thresholds, which the converter cannot do."""
    operator = next(node for node in model.graph.node if node.op_type.startswith("TreeEnsemble"))
    values = {a.name: helper.get_attribute_value(a) for a in operator.attribute}
    thresholds = [trees[t].tree_.threshold[n] for t, n in zip(values["nodes_treeids"], values["nodes_nodeids"])]
    numbers = {"nodes_values": thresholds, "target_weights": values["target_weights"]}
    for attribute in [a for a in operator.attribute if a.name in [*numbers, "nodes_hitrates"]]:
        operator.attribute.remove(attribute)
    for name, own in numbers.items():
        tensor = onnx.numpy_helper.from_array(np.array(own, dtype=np.float64), name)
        operator.attribute.append(helper.make_attribute(name + "_as_tensor", tensor))
    model.graph.input[0].type.tensor_type.elem_type = TensorProto.DOUBLE
    for opset in model.opset_import:
        opset.version = 3 if opset.domain == "ai.onnx.ml" else opset.version
    return model


def in_columns(model):
    """The same with an input of its own for every feature, whole numbers in one of them."""
    whole = FEATURES[3]
    operator = next(node for node in model.graph.node if node.op_type.startswith("TreeEnsemble"))
    old = model.graph.input[0].name
    del model.graph.input[:]
    for name in reversed(FEATURES):
        kind = TensorProto.INT64 if name == whole else TensorProto.FLOAT
        model.graph.input.append(helper.make_tensor_value_info(name, kind, [None, 1]))
    model.graph.node.insert(0, helper.make_node("Cast", [whole], ["cast"], to=TensorProto.FLOAT))
    parts = ["cast" if name == whole else name for name in FEATURES]
    model.graph.node.insert(1, helper.make_node("Concat", parts, [old], axis=1))
    assert operator.input[0] == old
    return model


def from_sklearn():
    boosting = GradientBoostingClassifier(n_estimators=25, max_depth=3, random_state=SEED).fit(X, Y)
    keep("boosting", sklearn(boosting), "probabilities", 1, boosting, link="logistic")
    covered = sklearn(boosting)
    keep("boosting-covers", covered, "probabilities", 1, boosting, link="logistic",
         covers=node_covers([tree for stage in boosting.estimators_ for tree in stage], covered))
    regression = GradientBoostingRegressor(n_estimators=20, max_depth=4, random_state=SEED).fit(X, TARGET)
    keep("boosting-regression", sklearn(regression), "variable", 0, regression)
    forest = RandomForestClassifier(8, max_depth=6, random_state=SEED).fit(X, Y)
    keep("forest", sklearn(forest), "probabilities", 1, forest)
    keep("forest-first-class", sklearn(forest), "probabilities", 0, forest)
    covered = sklearn(forest)
    keep("forest-covers", covered, "probabilities", 1, forest, covers=node_covers(forest.estimators_, covered))
    classes = RandomForestClassifier(6, max_depth=5, random_state=SEED).fit(X, LEVEL)
    keep("forest-three-classes", sklearn(classes), "probabilities", 2, classes)
    values = RandomForestRegressor(6, max_depth=7, random_state=SEED).fit(X, TARGET)
    keep("forest-regression", sklearn(values), "variable", 0, values)
    keep("forest-double", doubled(sklearn(values), values.estimators_), "variable", 0, values)
    in_parts = RandomForestRegressor(4, max_depth=5, random_state=SEED).fit(X, TARGET)
    keep("forest-columns", in_columns(sklearn(in_parts)), "variable", 0, in_parts)
    covered = sklearn(values)
    keep("forest-regression-covers", covered, "variable", 0, values, covers=node_covers(values.estimators_, covered))
    histogram = HistGradientBoostingClassifier(max_iter=15, max_leaf_nodes=8, random_state=SEED).fit(GAPPED, Y)
    keep("histogram", sklearn(histogram), "probabilities", 1, histogram, missing=True, link="logistic")
    tree = DecisionTreeClassifier(max_depth=6, random_state=SEED).fit(X, Y)
    keep("tree", sklearn(tree), "probabilities", 1, tree)


def from_boosters():
    inputs = [("features", ToolsFloat([None, WIDTH]))]
    options = {"random_state": SEED, "n_jobs": 1, "verbose": -1, "deterministic": True, "force_row_wise": True}
    light = lightgbm.LGBMClassifier(n_estimators=20, num_leaves=10, **options).fit(GAPPED, Y)
    model = onnxmltools.convert_lightgbm(light, "reasons", inputs, target_opset=15, zipmap=False)
    keep("lightgbm", model, "probabilities", 1, light, missing=True, link="logistic")
    several = lightgbm.LGBMClassifier(n_estimators=8, num_leaves=6, **options).fit(GAPPED, LEVEL)
    model = onnxmltools.convert_lightgbm(several, "reasons", inputs, target_opset=15, zipmap=False)
    keep("lightgbm-three-classes", model, "probabilities", 2, several, missing=True, link="softmax")
    common = {"random_state": SEED, "n_jobs": 1, "tree_method": "exact", "base_score": 0.5}
    extreme = xgboost.XGBClassifier(n_estimators=20, max_depth=4, **common).fit(GAPPED, Y)
    model = onnxmltools.convert_xgboost(extreme, "reasons", inputs, target_opset=15)
    keep("xgboost", model, "probabilities", 1, extreme, missing=True, link="logistic")
    regression = xgboost.XGBRegressor(n_estimators=15, max_depth=4, **common).fit(GAPPED, TARGET)
    model = onnxmltools.convert_xgboost(regression, "reasons", inputs, target_opset=15)
    keep("xgboost-regression", model, "variable", 0, regression, missing=True)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    from_sklearn()
    from_boosters()
    models = ",\n".join("    " + json.dumps(entry) for entry in MODELS)
    (OUT / "reasons.json").write_text(
        '{\n  "features": ' + json.dumps(FEATURES) + ',\n  "medians": ' + json.dumps(MEDIANS.tolist())
        + ',\n  "models": [\n' + models + "\n  ]\n}\n")


if __name__ == "__main__":
    main()
