#!/usr/bin/env python3
"""Makes model/ and profile.json of this folder, from simulated history and features that Millrace writes.

    pip install -r ../requirements.txt && ./train.py
"""

import sys
import tempfile
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from training import millrace, read_features, train, write_model  # noqa: E402

SEED = 20250101
DAYS = 75
CUSTOMERS = 1500
WARM_UP = pd.Timedelta(days=8)


def main():
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        millrace("simulate", "transactions", "--days", DAYS, "--customers", CUSTOMERS, "--seed", SEED,
                 "--start", "2025-01-01T00:00:00Z", "--out", work)
        replay = ["replay", FOLDER, "--events", work / "events.csv.gz",
                  "--reference", f"customer={work / 'customers.csv'}"]
        millrace(*replay, "--features-only", "--out", work / "features.csv.gz")

        table, names = read_features(FOLDER, work / "features.csv.gz")
        outcomes = pd.read_csv(work / "outcomes.csv.gz")
        table = table.merge(outcomes[["transaction_id", "fraud"]], left_on="event_id", right_on="transaction_id")
        table["fraud"] = table["fraud"].astype(str).str.lower().eq("true").astype(int)

        model, figures, usable = train(table, names, "fraud", WARM_UP, test_share=0.25, seed=SEED)
        data = f"{DAYS} simulated days of {CUSTOMERS} customers"
        write_model(FOLDER / "model", "fraud.onnx", "fraud", "1", model, names, usable, figures, data, SEED)

        millrace(*replay, "--out", work / "scored.csv.gz")
        millrace("profile", FOLDER, "--from", work / "scored.csv.gz", "--skip", "8d",
                 "--out", FOLDER / "profile.json")


if __name__ == "__main__":
    main()
