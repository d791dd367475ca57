#!/usr/bin/env python3
"""Fits the linear models of these folders on C-MAPSS FD001, on features that Millrace writes, and prints their errors.

    pip install -r ../requirements.txt && ./train.py DATA

DATA holds train.csv.gz, test.csv.gz and rul.csv: see README.md. None of its rows goes into a model folder.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from training import INPUT, millrace, read_features, scores, write_onnx  # noqa: E402

SEED = 2008
CLIPPED = 125
NAME = "cycles-left"
SCORE = "variable"
OPSET = {"": 15, "ai.onnx.ml": 3}


def features(folder, events, work):
    """What Millrace makes of a file of cycles; the rows of the 100 units are not in order of time."""
    out = work / f"{folder.name}-{events.name}"
    millrace("replay", folder, "--events", events, "--sort", "--out", out, "--features-only")
    table, names = read_features(folder, out)
    return table.rename(columns={"event_id": "unit"}), names


def cycles_left(table):
    """Of units that ran until they failed."""
    return table.groupby("unit")["cycle"].transform("max") - table["cycle"]


def at_the_end(table):
    """The last cycle of each unit, in the units' order."""
    return table.loc[table.groupby("unit")["cycle"].idxmax()].sort_values("unit")


def made_up_rows(rows, count=5):
    """Rows as far apart as the given ones, but none of them; in the last one everything before is missing."""
    drawn = np.random.default_rng(SEED).normal(rows.mean(), rows.std(), size=(count, rows.shape[1])).round(6)
    drawn[-1, [name.endswith("_before") for name in rows.columns]] = np.nan
    return drawn


def error(answers, truth):
    """Root of the mean squared error, in cycles."""
    return round(float(np.sqrt(np.mean((answers - truth.to_numpy()) ** 2))), 6)


def fit(folder, data, most, work):
    """Fits and describes one model; it learns of at most so many cycles left."""
    train, names = features(folder, data / "train.csv.gz", work)
    test, _ = features(folder, data / "test.csv.gz", work)
    target = cycles_left(train).clip(upper=most)
    # Numbers near 9000 differ by tenths: without scaling first, single precision would lose what matters.
    # The first cycle of a unit has none before it.
    model = make_pipeline(SimpleImputer(), StandardScaler(), LinearRegression())
    model.fit(train[names].to_numpy(), target)
    converted = convert_sklearn(model, NAME, [(INPUT, FloatTensorType([None, len(names)]))], target_opset=OPSET)
    content = converted.SerializeToString()
    last = at_the_end(test)
    left = pd.read_csv(data / "rul.csv").sort_values("unit")["rul"]
    figures = {
        "trainRows": len(train),
        "testUnits": len(last),
        "trainRmse": error(scores(content, SCORE, train[names]), target),
        "testRmse": error(scores(content, SCORE, last[names]), left),
    }
    learnt = "cycles left" if most is None else f"cycles left, at most {most}"
    training = {"data": "C-MAPSS FD001", "target": learnt, "figures": figures}
    write_onnx(folder / "model", f"{NAME}.onnx", NAME, "1", converted, SCORE, names, made_up_rows(train[names]),
               1.0e-3, training)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=Path, metavar="DATA")
    data = arguments.parse_args().data
    with tempfile.TemporaryDirectory() as work:
        for folder, most in [("plain", None), ("clipped", CLIPPED), ("lags", None), ("lags-clipped", CLIPPED)]:
            print(folder)
            fit(FOLDER / folder, data, most, Path(work))


if __name__ == "__main__":
    main()
