#!/usr/bin/env python3
"""Trains a model on features that Millrace has written, or makes all of this folder's own: model/, challengers/ and profile.json.

    pip install -r ../requirements.txt
    ./train.py --features features.csv.gz --out candidate --model-version 2    as `millrace train` calls it
    ./train.py                                                                 from simulated history
    ./train.py --profile                                    keeps the models, and makes profile.json only
"""

import sys
import tempfile
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from training import arguments, labelled, millrace, read_features, train, write_model  # noqa: E402

SEED = 20250101
DAYS = 75
CUSTOMERS = 1500
WARM_UP = pd.Timedelta(days=8)
FILE = "fraud.onnx"


def train_on(features, folder, version, data, warm_up=pd.Timedelta(0), trees=60, inverted=False):
    """A model of the transactions of which it is known whether they were frauds; or, inverted, of whether they were none."""
    table, names = read_features(FOLDER, features)
    table = labelled(table)
    if inverted:
        table["label"] = 1 - table["label"]
    model, figures, usable = train(table, names, "label", warm_up, test_share=0.25, seed=SEED, trees=trees)
    write_model(folder, FILE, "fraud", version, model, names, usable, figures, data, SEED)


def make_models(replay, work):
    features, data = work / "features.csv.gz", f"{DAYS} simulated days of {CUSTOMERS} customers"
    millrace(*replay, "--features-only", "--with-outcomes", "--outcomes", work / "outcomes.csv.gz", "--out", features)
    train_on(features, FOLDER / "model", "1", data, WARM_UP)
    # which the demo tries in place of it
    train_on(features, FOLDER / "challengers" / "more-trees", "2", data, WARM_UP, trees=120)
    train_on(features, FOLDER / "challengers" / "inverted", "3", data, WARM_UP, inverted=True)


def make_all(profile_only):
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        millrace("simulate", "transactions", "--days", DAYS, "--customers", CUSTOMERS, "--seed", SEED,
                 "--start", "2025-01-01T00:00:00Z", "--out", work)
        replay = ["replay", FOLDER, "--events", work / "events.csv.gz",
                  "--reference", f"customer={work / 'customers.csv'}"]
        if not profile_only:
            make_models(replay, work)
        millrace(*replay, "--out", work / "scored.csv.gz")
        millrace("profile", FOLDER, "--from", work / "scored.csv.gz", "--skip", "8d",
                 "--out", FOLDER / "profile.json")


if __name__ == "__main__":
    given = arguments()
    if given.features:
        train_on(given.features, given.out, given.model_version, f"replayed events, {given.features.name}")
    else:
        make_all(given.profile)
