"""Makes the small histories that the tests of io.millrace.app.published always have, and what must come of them.

    python3 make_edges.py

Needs nothing but Python. Writes into ../resources/edges:

* transactions.csv and features.csv: card transactions with the columns of the fraud detection handbook, and the
  handbook's features of each, computed here from their definition, by looking at every pair of rows. `why` says which
  edge a row is there for.
* series.csv: readings of sensors whose clocks repeat times, stand still, are put back, or have gaps.

All of it is made up here from fixed seeds; it has no outside origin or licence.
"""

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "resources" / "edges"
SECOND, HOUR, DAY = 1, 3600, 86_400
START = datetime(2018, 4, 1)  # a Sunday
WINDOWS = [1, 7, 30]
DELAY = 7
AND = {0: "", 1: " less a second", -1: " and a second"}


class Transactions:
    """Rows in order of time, then of being added, with ids in that order."""

    def __init__(self):
        self.rows = []
        self.keys = 0

    def key(self):
        """A customer or terminal that is nobody else's."""
        self.keys += 1
        return self.keys

    def add(self, time, why, customer=None, terminal=None, cents=100, fraud=0):
        self.rows.append({"time": time, "customer": customer or self.key(), "terminal": terminal or self.key(),
                          "cents": cents, "fraud": fraud, "why": why})

    def in_order(self):
        return sorted(self.rows, key=lambda row: row["time"])  # a stable sort


def edges_of_customers(transactions):
    """A window is open on the left: what is exactly as old as it is long is out, a second younger is in."""
    at = 40 * DAY + 12 * HOUR
    for days in WINDOWS:
        for younger in AND:
            customer = transactions.key()
            name = f"{days} d{AND[younger]} before"
            transactions.add(at - days * DAY + younger, f"customer: will be {name}", customer, cents=1000 + days)
            transactions.add(at, f"customer: one {name}", customer, cents=250)
    customer = transactions.key()
    for cents in [1001, 2002, 4003]:
        transactions.add(at, "customer: in one second, only those before count", customer, cents=cents)


def edges_of_terminals(transactions):
    """A terminal's window ends a week ago, and is closed there: a fraud of exactly then is known by now."""
    at = 40 * DAY + 12 * HOUR
    for days in [DELAY] + [DELAY + window for window in WINDOWS]:
        for younger in AND:
            terminal = transactions.key()
            name = f"{days} d{AND[younger]} before"
            transactions.add(at - days * DAY + younger, f"terminal: will be {name}", terminal=terminal, fraud=1)
            transactions.add(at, f"terminal: one {name}", terminal=terminal)
    terminal = transactions.key()
    for hours in [1, 24, 100, 167]:
        transactions.add(at - hours * HOUR, "terminal: nothing is a week old", terminal=terminal, fraud=1)
    transactions.add(at, "terminal: nothing is a week old", terminal=terminal)
    terminal = transactions.key()
    for fraud in [1, 0, 1]:
        transactions.add(at - DELAY * DAY, "terminal: three in one second", terminal=terminal, fraud=fraud)
    for _ in range(2):
        transactions.add(at, "terminal: a week after three in one second", terminal=terminal)


def edges_of_the_calendar(transactions):
    for day in [5, 6, 7, 8]:  # Friday to Monday
        for second in [0, 6 * HOUR + 3599, 7 * HOUR, 23 * HOUR + 3599]:
            transactions.add(day * DAY + second, "calendar")


def crowd(transactions, seed, count=400, days=60):
    """Few keys and times a quarter of a day apart, give or take a second: every edge many times over."""
    chance = random.Random(seed)
    customers = [transactions.key() for _ in range(3)]
    terminals = [transactions.key() for _ in range(2)]
    for _ in range(count):
        time = chance.randrange(4 * days) * 6 * HOUR + chance.choice([-1, 0, 0, 0, 1])
        transactions.add(max(0, time), "crowd", chance.choice(customers), chance.choice(terminals),
                         chance.randrange(1, 50_000), int(chance.random() < 0.3))


def features(rows, index):
    """The handbook's features of one row, as they are defined."""
    row = rows[index]
    time = START + timedelta(seconds=row["time"])
    made = {"weekend": int(time.weekday() >= 5), "night": int(time.hour <= 6)}
    for days in WINDOWS:
        cents = [other["cents"] for other in rows[:index + 1]
                 if other["customer"] == row["customer"] and row["time"] - days * DAY < other["time"]]
        made[f"cust_nb_{days}d"] = len(cents)
        made[f"cust_avg_{days}d"] = sum(cents) / (100 * len(cents))
        frauds = [other["fraud"] for other in rows
                  if other["terminal"] == row["terminal"]
                  and row["time"] - (DELAY + days) * DAY < other["time"] <= row["time"] - DELAY * DAY]
        made[f"term_nb_{days}d"] = len(frauds)
        made[f"term_risk_{days}d"] = sum(frauds) / len(frauds) if frauds else 0.0
    return made


def write(name, rows):
    with open(OUT / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_transactions():
    transactions = Transactions()
    edges_of_customers(transactions)
    edges_of_terminals(transactions)
    edges_of_the_calendar(transactions)
    crowd(transactions, seed=20180401)
    rows = transactions.in_order()
    write("transactions.csv", [
        {"transaction_id": i, "tx_time_seconds": row["time"], "customer_id": row["customer"],
         "terminal_id": row["terminal"], "tx_amount": f"{row['cents'] / 100:.2f}", "tx_fraud": row["fraud"],
         "tx_fraud_scenario": row["fraud"]}
        for i, row in enumerate(rows)])
    write("features.csv", [
        {"transaction_id": i, **features(rows, i), "why": row["why"].replace(",", ";")}
        for i, row in enumerate(rows)])


def readings(name, minutes, values):
    """Readings in the order in which they were sent."""
    return [{"file": name, "timestamp": (START + timedelta(minutes=minute)).isoformat(sep=" "), "value": value}
            for minute, value in zip(minutes, values)]


def write_series():
    chance = random.Random(20140107)

    def noise(count, around=70.0):
        return [round(chance.gauss(around, 5.0), 6) for _ in range(count)]

    day = list(range(0, 1440, 5))
    put_back = day[:120] + [minute - 60 for minute in day[120:132]] + day[120:]
    twice = sorted(day + chance.sample(day, 40))
    gaps = [minute for minute in range(0, 10 * 1440, 60) if minute // 60 % 30 < 4]
    sparse = [0, 60, 60, 119, 120, 121, 1440, 1441, 1500, 2880, 2880, 2880]
    write("series.csv",
          readings("clock-put-back", put_back, noise(len(put_back)))
          + readings("times-twice", twice, noise(len(twice), around=1e9))
          + readings("flat", day, [45.0] * len(day))
          + readings("gaps", gaps, noise(len(gaps), around=0.0))
          + readings("sparse", sparse, [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0, 2048.0]))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    write_transactions()
    write_series()


if __name__ == "__main__":
    main()
