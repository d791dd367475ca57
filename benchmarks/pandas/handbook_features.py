"""The features of the fraud detection handbook with pandas.

Windows of time per customer and per terminal are `rolling` over a time index. A terminal's windows end a delay before the
transaction: what a window of delay + length holds, less what one of the delay holds. It can be written in two ways:

* each-key: a function that rolls over the transactions of one key, applied to every group; how such features are mostly
  written, and how the handbook publishes them
* all-keys: `groupby(...).rolling(...)`, which rolls over all groups in one call; quicker, if one knows it, and one has to put
  the answers back into the order of the rows

    python handbook_features.py --events transactions.csv.gz --out features.csv.gz --idiom each-key
"""

import argparse

import pandas as pd

START = "2018-04-01"
DELAY_DAYS = 7
WINDOWS_DAYS = (1, 7, 30)


def read(files):
    transactions = pd.concat([pd.read_csv(file) for file in files], ignore_index=True)
    transactions["time"] = pd.to_datetime(transactions["tx_time_seconds"], unit="s", origin=START)
    return transactions.sort_values("time", kind="stable", ignore_index=True)


def calendar(transactions):
    time = transactions["time"].dt
    return pd.DataFrame({"weekend": (time.weekday >= 5).astype(int), "night": (time.hour <= 6).astype(int)})


def customer_windows(amounts):
    """Features as arrays, from anything that has `rolling`: amounts of one customer or of all, with time as index."""
    features = {}
    for days in WINDOWS_DAYS:
        window = amounts.rolling(f"{days}D")
        count = window.count().to_numpy()
        features[f"cust_nb_{days}d"] = count.astype(int)
        features[f"cust_avg_{days}d"] = window.sum().to_numpy() / count
    return features


def terminal_windows(frauds):
    features = {}
    delay = frauds.rolling(f"{DELAY_DAYS}D")
    delay_count = delay.count().to_numpy()
    delay_frauds = delay.sum().to_numpy()
    for days in WINDOWS_DAYS:
        window = frauds.rolling(f"{DELAY_DAYS + days}D")
        count = window.count().to_numpy() - delay_count
        frauds_then = pd.Series(window.sum().to_numpy() - delay_frauds)
        features[f"term_nb_{days}d"] = count.astype(int)
        features[f"term_risk_{days}d"] = (frauds_then / count).fillna(0).to_numpy()
    return features


def each_key(transactions, key, column, windows):
    def of_one(own):
        return pd.DataFrame(windows(own.set_index("time")[column]), index=own.index)

    return transactions.groupby(key, group_keys=False)[["time", column]].apply(of_one)


def all_keys(transactions, key, column, windows):
    ordered = transactions.sort_values([key, "time"], kind="stable")  # the order in which `rolling` answers
    return pd.DataFrame(windows(ordered.set_index("time").groupby(key)[column]), index=ordered.index)


IDIOMS = {"each-key": each_key, "all-keys": all_keys}


def features(transactions, idiom):
    rolled = IDIOMS[idiom]
    customers = rolled(transactions, "customer_id", "tx_amount", customer_windows)
    terminals = rolled(transactions, "terminal_id", "tx_fraud", terminal_windows)
    return pd.concat([calendar(transactions), customers.sort_index(), terminals.sort_index()], axis=1)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--events", nargs="+", required=True, metavar="FILE", help="transactions as compressed CSV")
    arguments.add_argument("--out", required=True, metavar="FILE", help="where the features go, as compressed CSV")
    arguments.add_argument("--idiom", choices=IDIOMS, default="each-key", help="how it is written (default: each-key)")
    options = arguments.parse_args()

    transactions = read(options.events)
    carried = transactions[["transaction_id", "time", "customer_id", "terminal_id", "tx_amount", "tx_fraud"]]
    pd.concat([carried, features(transactions, options.idiom)], axis=1).to_csv(options.out, index=False)


if __name__ == "__main__":
    main()
