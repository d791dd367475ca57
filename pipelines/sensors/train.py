#!/usr/bin/env python3
"""Makes model/ and profile.json of this folder, from simulated history and features that Millrace writes.

    pip install -r ../requirements.txt && ./train.py
    ./train.py --profile    # keeps the model, and makes profile.json only
"""

import sys
import tempfile
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from training import arguments, millrace, read_features, train, write_model  # noqa: E402

SEED = 20250102
DAYS = 20
MACHINES = 300
WARM_UP = pd.Timedelta(hours=7)
HORIZON = pd.Timedelta(days=1)


def fails_within(table, failures, horizon):
    """1 for readings whose machine fails within the horizon after them, else 0."""
    failures = failures.sort_values("failure_time")
    ordered = table.sort_values("event_time")
    following = pd.merge_asof(ordered, failures, left_on="event_time", right_on="failure_time",
                              by="machine_id", direction="forward")
    following["fails"] = ((following["failure_time"] - following["event_time"]) <= horizon).astype(int)
    return following


def make_model(replay, work):
    millrace(*replay, "--features-only", "--out", work / "features.csv.gz")

    table, names = read_features(FOLDER, work / "features.csv.gz")
    failures = pd.read_csv(work / "outcomes.csv.gz")[["machine_id", "failure_time"]]
    failures["failure_time"] = pd.to_datetime(failures["failure_time"], utc=True, format="ISO8601")
    # the last day has no known future
    table = table[table["event_time"] < table["event_time"].max() - HORIZON]
    table = fails_within(table, failures, HORIZON)

    model, figures, usable = train(table, names, "fails", WARM_UP, test_share=0.25, seed=SEED)
    data = f"{DAYS} simulated days of {MACHINES} machines, one reading each ten minutes"
    write_model(FOLDER / "model", "failure.onnx", "failure", "1", model, names, usable, figures, data, SEED)


def main(profile_only):
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        millrace("simulate", "sensors", "--days", DAYS, "--machines", MACHINES, "--seed", SEED,
                 "--start", "2025-01-01T00:00:00Z", "--out", work)
        replay = ["replay", FOLDER, "--events", work / "events.csv.gz"]
        if not profile_only:
            make_model(replay, work)
        millrace(*replay, "--out", work / "scored.csv.gz")
        millrace("profile", FOLDER, "--from", work / "scored.csv.gz", "--skip", "7h",
                 "--out", FOLDER / "profile.json")


if __name__ == "__main__":
    given = arguments()
    if given.features:
        sys.exit("readings have no outcomes of their own, machines have failures: nothing here joins those of a live cluster")
    main(given.profile)
