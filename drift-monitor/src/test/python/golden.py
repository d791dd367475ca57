"""Golden values of drift statistics, detectors and estimates, computed by the packages themselves.

    python golden.py SECTION... GOLDEN.JSON

Sections: scipy, evidently, nannyml, alibi, river, cbpe. The packages do not all go into one environment, so each section is written by
itself and the others of the file are kept. Data is described in the file by rules that the Java tests follow, too: numbers of
java.util.Random, a normal one being the sum of twelve nextDouble() less 6. Strings are hashed by PYTHONHASHSEED, which must be 0.

    python -m venv ev && ev/bin/pip install evidently==0.7.21 river scipy "pandas<3"
    python -m venv nm && nm/bin/pip install nannyml statsmodels "pandas<3"
    python -m venv al && al/bin/pip install alibi-detect
    PYTHONHASHSEED=0 ev/bin/python golden.py scipy evidently river golden.json
    PYTHONHASHSEED=0 nm/bin/python golden.py nannyml cbpe golden.json
    PYTHONHASHSEED=0 al/bin/python golden.py alibi golden.json
"""

import importlib.metadata
import json
import math
import os
import platform
import random
import sys
import warnings

import numpy as np

# nobody is told that these ran
os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
os.environ["DO_NOT_TRACK"] = "1"
warnings.filterwarnings("ignore")
INF = float("inf")
NAN = float("nan")


def text(value):
    if value is None:
        return None
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    value = float(value)
    return value if math.isfinite(value) else str(value)


class JavaRandom:
    """java.util.Random."""

    def __init__(self, seed):
        self.state = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)

    def bits(self, count):
        self.state = (self.state * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
        return self.state >> (48 - count)

    def double(self):
        return ((self.bits(26) << 27) + self.bits(27)) * 2.0**-53

    def normal(self):
        total = 0.0
        for _ in range(12):
            total += self.double()
        return total - 6


def normal(seed, rows, scale=1.0, shift=0.0, **more):
    return {"rule": "normal", "seed": seed, "rows": rows, "scale": scale, "shift": shift, **more}


def whole(seed, rows, scale, shift=0.0, **more):
    """normal, rounded down, of a type of whole numbers"""
    return {"rule": "whole", "seed": seed, "rows": rows, "scale": scale, "shift": shift, **more}


def skewed(seed, rows, scale=1.0, **more):
    """normal squared, times scale"""
    return {"rule": "skewed", "seed": seed, "rows": rows, "scale": scale, "shift": 0.0, **more}


def few(seed, rows, distinct, power=1.0, **more):
    """floor(nextDouble() ** power * distinct): so many distinct numbers, the small ones more frequent with a greater power"""
    return {"rule": "few", "seed": seed, "rows": rows, "distinct": distinct, "power": power, **more}


def listed(*values):
    return {"rule": "listed", "values": [text(v) for v in values]}


def texts(**counts):
    return {"rule": "texts", "counts": counts}


def shuffled_texts(seed, rows, distinct, power=1.0):
    """as few, with "c" before each number"""
    return {"rule": "shuffled-texts", "seed": seed, "rows": rows, "distinct": distinct, "power": power}


def values(rule):
    kind = rule["rule"]
    if kind == "listed":
        return [float(v) for v in rule["values"]]
    if kind == "texts":
        return [name for name, count in rule["counts"].items() for _ in range(count)]
    dice = JavaRandom(rule["seed"])
    out = []
    for row in range(rule["rows"]):
        if kind in ("few", "shuffled-texts"):
            # twice the power by products: a power function may differ in its last bit
            base = dice.double()
            x = float(math.floor((base if rule["power"] == 1 else base * base) * rule["distinct"]))
        elif kind == "skewed":
            x = dice.normal()
            x = x * x * rule["scale"]
        else:
            x = dice.normal() * rule["scale"] + rule["shift"]
        x = math.floor(x) if kind == "whole" else x
        if kind == "shuffled-texts":
            x = "c%d" % x
        if "missing" in rule and row % rule["missing"] == 0:
            x = NAN
        if "infinite" in rule and row % rule["infinite"] == 1:
            x = INF
        out.append(x)
    return out


NUMBERS = {
    "A": (normal(42, 2000), normal(7, 1500, 1.2, 0.3)),
    "B no drift": (normal(42, 2000), normal(99, 1500)),
    "C small": (normal(42, 400), normal(7, 300, 1.2, 0.3)),
    "D large": (normal(11, 12000), normal(13, 3000, 1.05, 0.1)),
    "large current": (normal(11, 3000), normal(13, 12000, 1.05, 0.1)),
    "large no drift": (normal(3, 12000), normal(4, 12001)),
    "large skewed": (skewed(21, 11000), skewed(22, 4000, 1.1)),
    "same rows": (normal(5, 500), normal(5, 500)),
    "other scale": (normal(5, 800, 1e6, 5e6), normal(6, 800, 1.1e6, 5.2e6)),
    "tiny scale": (normal(5, 800, 1e-6), normal(6, 800, 1.5e-6)),
    "skewed": (skewed(8, 1000), skewed(9, 900, 1.3)),
    "power of two": (normal(1, 512), normal(2, 512, 1.0, 0.5)),
    "whole": (whole(1, 1500, 40.0, 10.0), whole(2, 1200, 44.0, 14.0)),
    "whole narrow": (whole(1, 5000, 4.0), whole(2, 5000, 4.0, 0.5)),
    "whole against fractions": (whole(1, 1500, 40.0), normal(2, 1200, 40.0)),
    "whole with missing": (whole(1, 1500, 5.0, missing=7), whole(2, 1200, 6.0)),
    "missing": (normal(1, 900, missing=3), normal(2, 700, 1.0, 0.2, missing=5)),
    "infinite": (normal(1, 900), normal(2, 700, 1.0, 0.2, infinite=9)),
    "infinite reference": (normal(1, 900, infinite=50), normal(2, 700, 1.0, 0.2)),
    "constant": (listed(*[3.5] * 50), listed(*[3.5] * 40)),
    "constant moves": (listed(*[3.5] * 50), listed(*[4.5] * 40)),
    "constant breaks": (listed(*[3.5] * 50), listed(*[3.5] * 30, *[4.0] * 10)),
    "two values": (few(1, 600, 2), few(2, 500, 2, 2.0)),
    "four values": (few(1, 600, 4), few(2, 500, 4, 2.0)),
    "four values large": (few(1, 1600, 4), few(2, 1500, 4, 2.0)),
    "twenty values": (few(1, 3000, 20), few(2, 2500, 20, 2.0)),
    "twenty-one values": (few(1, 3000, 21), few(2, 2500, 21, 2.0)),
    "twenty values and new ones": (few(1, 700, 20), few(2, 600, 25)),
    "one against one": (listed(1.0), listed(2.0)),
    "one against many": (listed(0.25), normal(2, 50)),
    "many against one": (normal(2, 50), listed(0.25)),
    "two against three": (listed(1.0, 2.0), listed(1.5, 2.5, 3.5)),
    "nine against nine": (normal(1, 9), normal(2, 9)),
    "equal odd": (normal(1, 101), normal(2, 101, 1.0, 0.4)),
    "all missing": (normal(1, 100), listed(NAN, NAN, NAN)),
    "reference all missing": (listed(NAN, NAN), normal(1, 100)),
    "ties": (whole(1, 300, 2.0), whole(2, 280, 2.0, 0.6)),
    "far apart": (normal(1, 2000), normal(2, 2000, 1.0, 30.0)),
}

CATEGORIES = {
    "new one": (texts(a=500, b=300, c=200), texts(a=350, b=330, c=240, d=80)),
    "no new one": (texts(a=500, b=300, c=200), texts(a=350, b=330, c=320)),
    "binary": (texts(no=700, yes=300), texts(no=640, yes=360)),
    "binary far": (texts(no=700, yes=300), texts(no=100, yes=900)),
    "same": (texts(a=500, b=300), texts(a=500, b=300)),
    "one category": (texts(a=50), texts(a=40)),
    "replaced": (texts(a=50), texts(b=40)),
    "gone": (texts(a=500, b=300, c=200), texts(a=600, b=400)),
    "large": (shuffled_texts(1, 2500, 12), shuffled_texts(2, 2100, 13, 2.0)),
    "large no drift": (shuffled_texts(1, 12000, 30), shuffled_texts(2, 12000, 30)),
    "one row": (texts(a=1), texts(b=1)),
    "few rows": (texts(a=5, b=4), texts(a=2, c=1)),
    "rare": (texts(a=99999, b=1), texts(a=9999, c=1)),
}


def series(rule):
    import pandas as pd

    data = values(rule)
    return pd.Series(data, name="x", dtype="int64" if data and isinstance(data[0], int) else None)


def attempt(compute):
    try:
        return compute()
    except Exception as e:  # what a package makes of bad input is what is asked
        return {"error": type(e).__name__ + ": " + str(e)[:120]}


def versions(*packages):
    return {"python": platform.python_version(), **{p: importlib.metadata.version(p) for p in packages}}


def cases(compute):
    return {
        kind: {
            name: {"reference": reference, "current": current, "results": compute(kind, reference, current)}
            for name, (reference, current) in all_of_kind.items()
        }
        for kind, all_of_kind in (("numbers", NUMBERS), ("categories", CATEGORIES))
    }


# --- scipy and the dice -------------------------------------------------------------------------------------------------------------


def scipy_section():
    from scipy import stats

    tests = []
    for name in ("A", "B no drift", "C small", "D large", "two against three", "equal odd", "ties", "one against many", "far apart"):
        reference, current = NUMBERS[name]
        r, c = np.array(values(reference), float), np.array(values(current), float)
        auto, asymp = stats.ks_2samp(r, c), stats.ks_2samp(r, c, method="asymp")
        tests.append(
            {
                "case": name,
                "reference": reference,
                "current": current,
                "statistic": text(auto.statistic),
                "auto": text(auto.pvalue),
                "asymptotic": text(asymp.pvalue),
                "wasserstein": text(stats.wasserstein_distance(r, c)),
            }
        )
    asymptotic = []
    for n, m, step in ((3, 4, 1), (5, 5, 1), (10, 20, 1), (101, 101, 1), (300, 200, 7), (999, 1001, 31), (5001, 5001, 97), (20000, 100, 3)):
        # the statistic k / n of n and m values, none tied
        for k in range(1, n, max(1, step * n // 200)):
            r = np.arange(n, dtype=float)
            c = np.linspace(0, n - 1, m) + k + 0.25
            test = stats.ks_2samp(r, c, method="asymp")
            asymptotic.append([n, m, k, text(test.statistic), text(test.pvalue)])
    samples = []
    for seed in (0, 1, 42, 12345, 2**40 + 7):
        dice = random.Random(seed)
        for population, size in ((70, 30), (5, 5), (1000, 3), (10, 1), (400, 100), (2000, 20)):
            samples.append({"seed": seed, "population": population, "size": size, "sample": dice.sample(range(population), size)})
    permutations = []
    for seed in (0, 42):
        dice = np.random.RandomState(seed)
        for size in (1, 2, 10, 100, 1000):
            permutations.append({"seed": seed, "size": size, "permutation": [int(i) for i in dice.permutation(size)][:40]})
    return {
        "versions": versions("scipy", "numpy"),
        "kolmogorov-smirnov": tests,
        "asymptotic": asymptotic,
        "samples": samples,
        "permutations": permutations,
    }


# --- evidently ----------------------------------------------------------------------------------------------------------------------


def evidently_section():
    from evidently.legacy.calculations import stattests
    from evidently.legacy.calculations.stattests.registry import get_stattest
    from evidently.legacy.calculations.stattests.utils import get_binned_data
    from evidently.legacy.core import ColumnType
    from scipy import stats

    tests = {
        "psi": stattests.psi_stat_test,
        "kullback-leibler": stattests.kl_div_stat_test,
        "jensen-shannon": stattests.jensenshannon_stat_test,
        "hellinger": stattests.hellinger_stat_test,
        "wasserstein": stattests.wasserstein_stat_test,
        "kolmogorov-smirnov": stattests.ks_stat_test,
        "chi-square": stattests.chi_stat_test,
        "z": stattests.z_stat_test,
        "total-variation": stattests.tvd_test,
    }
    of_kind = {"numbers": [n for n in tests if n != "total-variation"], "categories": [n for n in tests if n not in ("wasserstein", "kolmogorov-smirnov")]}
    names = {test.name: name for name, test in tests.items()}

    def compare(kind, reference, current):
        # as data_drift.py cleans
        r = series(reference).replace([-np.inf, np.inf], np.nan).dropna()
        c = series(current).replace([-np.inf, np.inf], np.nan).dropna()
        if r.empty or c.empty:
            return {"empty": True}
        column_type = ColumnType.Numerical if kind == "numbers" else ColumnType.Categorical
        results = {"default": names[get_stattest(r, c, column_type, None).name]}
        for name in of_kind[kind]:

            def one(name=name):
                found = tests[name](r.copy(), c.copy(), column_type, None)
                return {"score": text(found.drift_score), "threshold": text(found.actual_threshold), "drifted": bool(found.drifted)}

            results[name] = attempt(one)
        shares = get_binned_data(r, c, column_type, 30, False)
        results["bins"] = len(shares[0])
        results["reference_counts"] = [int(round(s * len(r))) for s in shares[0]] if kind == "numbers" and r.nunique() > 20 else None
        results["current_counts"] = [int(round(s * len(c))) for s in shares[1]] if kind == "numbers" and r.nunique() > 20 else None
        if kind == "numbers":
            results["kolmogorov-smirnov"]["statistic"] = text(stats.ks_2samp(r, c).statistic)
        return results

    return {"versions": versions("evidently", "scipy", "numpy", "pandas"), **cases(compare)}


# --- nannyml ------------------------------------------------------------------------------------------------------------------------


def nannyml_section():
    from nannyml.chunk import DefaultChunker
    from nannyml.drift.univariate.methods import FeatureType, MethodFactory
    from nannyml.thresholds import StandardDeviationThreshold

    keys = {
        "jensen-shannon": "jensen_shannon",
        "hellinger": "hellinger",
        "kolmogorov-smirnov": "kolmogorov_smirnov",
        "wasserstein": "wasserstein",
        "l-infinity": "l_infinity",
        "chi-square": "chi2",
    }
    of_kind = {"numbers": list(keys)[:4], "categories": ["jensen-shannon", "hellinger", "l-infinity", "chi-square"]}

    def compare(kind, reference, current):
        r, c = series(reference), series(current)
        feature_type = FeatureType.CONTINUOUS if kind == "numbers" else FeatureType.CATEGORICAL
        results = {}
        for name in of_kind[kind]:

            def one(name=name, thresholds=True):
                method = MethodFactory.create(
                    keys[name],
                    feature_type,
                    chunker=DefaultChunker(),
                    threshold=StandardDeviationThreshold(std_lower_multiplier=None),
                    computation_params={},
                )
                if len(r) < 10:  # there are no chunks; the value alone
                    method._fit(r)
                    return {"value": text(method.calculate(c)), "threshold": None, "drifted": None}
                method.fit(r)
                value = method.calculate(c)
                found = {
                    "value": text(value),
                    "threshold": text(method.upper_threshold_value),
                    "drifted": bool(method.alert(value)) if not np.isnan(value) else None,
                }
                if name == "chi-square":
                    found["p"] = text(method._p_value) if not np.isnan(value) else None
                if hasattr(method, "_reference_proba_in_bins"):
                    found["bins"] = len(method._reference_proba_in_bins)
                return found

            results[name] = attempt(one)
        return results

    return {"versions": versions("nannyml", "scipy", "numpy", "pandas"), **cases(compare)}


def cbpe_section():
    import nannyml
    import pandas as pd
    from nannyml.calibration import IsotonicCalibrator, needs_calibration

    def rows(rule):
        dice = JavaRandom(rule["seed"])
        score, label = [], []
        for _ in range(rule["rows"]):
            p = dice.double()
            p = math.floor(p * rule["levels"]) / rule["levels"] if rule["levels"] else p
            # how often a score of p is right: p itself, or p squared for a model that says too much
            label.append(1 if dice.double() < (p * p if rule["overconfident"] else p) else 0)
            score.append(p)
        return pd.DataFrame({"score": score, "label": label, "answer": [int(p >= rule["threshold"]) for p in score]})

    def rule(seed, rows, overconfident, levels=0, threshold=0.5):
        return {"seed": seed, "rows": rows, "overconfident": overconfident, "levels": levels, "threshold": threshold}

    results = []
    for reference, current in (
        (rule(1, 5000, True), rule(2, 2000, True)),
        (rule(3, 5000, False), rule(4, 2000, False)),
        (rule(5, 3000, True, 50), rule(6, 1000, True, 50)),
        (rule(7, 1003, True, 0, 0.3), rule(8, 400, True, 0, 0.3)),
        (rule(9, 12000, False, 0, 0.7), rule(10, 300, True, 0, 0.7)),
        (rule(11, 250, True), rule(12, 50, True)),
    ):
        r, c = rows(reference), rows(current)
        needed = needs_calibration(np.asarray(r.label), np.asarray(r.score), IsotonicCalibrator())
        estimator = nannyml.CBPE(
            y_pred_proba="score",
            y_pred="answer",
            y_true="label",
            problem_type="classification_binary",
            metrics=["roc_auc", "f1", "accuracy"],
            chunk_size=len(c),
        )
        estimator.fit(r)
        frame = estimator.estimate(c.drop(columns="label")).filter(period="analysis").to_df()
        results.append(
            {
                "reference": reference,
                "current": current,
                "calibrated": bool(needed),
                **{metric: text(frame[(metric, "value")].iloc[0]) for metric in ("roc_auc", "f1", "accuracy")},
            }
        )
    return {"versions": versions("nannyml", "scikit-learn", "numpy"), "cases": results}


# --- alibi --------------------------------------------------------------------------------------------------------------------------


def alibi_section():
    from alibi_detect.cd import TabularDrift

    def compare(kind, reference, current):
        r, c = values(reference), values(current)
        if kind == "categories":
            codes = {name: code for code, name in enumerate(sorted(set(r) | set(c)))}
            r, c = [codes[x] for x in r], [codes[x] for x in c]

        def one():
            detector = TabularDrift(
                np.array(r, float).reshape(-1, 1), p_val=0.05, categories_per_feature={0: None} if kind == "categories" else None
            )
            found = detector.predict(np.array(c, float).reshape(-1, 1), drift_type="feature")["data"]
            return {"p": text(found["p_val"][0]), "statistic": text(found["distance"][0]), "drifted": bool(found["is_drift"][0])}

        return attempt(one)

    return {"versions": versions("alibi-detect", "scipy", "numpy"), **cases(compare)}


# --- river --------------------------------------------------------------------------------------------------------------------------


def stream(rule):
    """numbers: normal * scale + shift; errors: nextDouble() < rate; shift and rate go from one value to the next over a segment"""
    dice = JavaRandom(rule["seed"])
    out = []
    for segment in rule["segments"]:
        for row in range(segment["rows"]):
            at = segment["from"] + (segment["to"] - segment["from"]) * (row / segment["rows"])
            if rule["kind"] == "numbers":
                out.append(dice.normal() * segment["scale"] + at)
            else:
                out.append(1 if dice.double() < at else 0)
    return out


def numbers(seed, *segments):
    return {"kind": "numbers", "seed": seed, "segments": [{"rows": n, "from": a, "to": b, "scale": s} for n, a, b, s in segments]}


def errors(seed, *segments):
    return {"kind": "errors", "seed": seed, "segments": [{"rows": n, "from": a, "to": b} for n, a, b in segments]}


def river_section():
    from river import drift

    streams = {
        "abrupt": numbers(1, (1500, 0.0, 0.0, 1.0), (1500, 2.0, 2.0, 1.0)),
        "down": numbers(2, (1200, 5.0, 5.0, 1.0), (1300, 4.2, 4.2, 1.0)),
        "gradual": numbers(3, (1000, 0.0, 0.0, 1.0), (2000, 0.0, 3.0, 1.0), (1000, 3.0, 3.0, 1.0)),
        "spread": numbers(4, (2000, 0.0, 0.0, 1.0), (2000, 0.0, 0.0, 4.0)),
        "back and forth": numbers(5, *[(700, 3.0 * (i % 2), 3.0 * (i % 2), 0.5) for i in range(8)]),
        "no drift": numbers(6, (6000, 10.0, 10.0, 2.0)),
        "small shift": numbers(7, (5000, 0.0, 0.0, 1.0), (5000, 0.15, 0.15, 1.0)),
        "large numbers": numbers(8, (2000, 1e6, 1e6, 1e3), (2000, 1.002e6, 1.002e6, 1e3)),
    }
    wrong = {
        "abrupt": errors(11, (1500, 0.1, 0.1), (1500, 0.5, 0.5)),
        "gradual": errors(12, (1500, 0.2, 0.2), (2500, 0.2, 0.7), (500, 0.7, 0.7)),
        "better": errors(13, (1500, 0.4, 0.4), (1500, 0.1, 0.1), (1500, 0.4, 0.4)),
        "no drift": errors(14, (8000, 0.3, 0.3)),
        "rare": errors(15, (4000, 0.01, 0.01), (4000, 0.08, 0.08)),
        "again and again": errors(16, *[(800, 0.1 + 0.4 * (i % 2), 0.1 + 0.4 * (i % 2)) for i in range(8)]),
        "always": errors(17, (200, 1.1, 1.1), (300, -1.0, -1.0), (200, 1.1, 1.1)),
    }
    detectors = {
        "adwin": (drift.ADWIN, streams, [{}, {"delta": 0.2}, {"delta": 1e-6, "clock": 1}, {"clock": 7, "max_buckets": 3, "min_window_length": 10, "grace_period": 50}, {"max_buckets": 12}]),
        "page-hinkley": (drift.PageHinkley, streams, [{}, {"mode": "up", "threshold": 20.0}, {"mode": "down", "threshold": 15.0}, {"min_instances": 100, "delta": 0.05, "threshold": 10.0, "alpha": 0.99}]),
        "kswin": (drift.KSWIN, streams, [{"seed": 0}, {"seed": 42, "alpha": 0.0001}, {"seed": 7, "window_size": 300, "stat_size": 100}, {"seed": 3, "alpha": 0.05, "window_size": 60, "stat_size": 10}]),
        "ddm": (drift.binary.DDM, wrong, [{}, {"warm_start": 100, "warning_threshold": 1.5, "drift_threshold": 2.0}, {"warning_threshold": 3.0, "drift_threshold": 5.0}]),
        "eddm": (drift.binary.EDDM, wrong, [{}, {"warm_start": 10, "alpha": 0.8, "beta": 0.75}, {"warm_start": 50, "alpha": 0.99, "beta": 0.6}]),
    }
    results = []
    for name, (make, all_streams, all_parameters) in detectors.items():
        for parameters in all_parameters:
            # KSWIN runs its tests for every value; the streams that say most are enough for it
            for stream_name, rule in list(all_streams.items()) if name != "kswin" else list(streams.items())[:5]:
                detector = make(**parameters)
                drifts, warned = [], []
                for i, value in enumerate(stream(rule)):
                    detector.update(value)
                    if detector.drift_detected:
                        drifts.append(i)
                    elif getattr(detector, "warning_detected", False):
                        if warned and warned[-1][1] == i:
                            warned[-1][1] = i + 1
                        else:
                            warned.append([i, i + 1])
                results.append(
                    {"detector": name, "parameters": parameters, "stream": rule, "name": stream_name, "drifts": drifts, "warnings": warned}
                )
    return {"versions": versions("river", "scipy", "numpy"), "cases": results}


SECTIONS = {
    "scipy": scipy_section,
    "evidently": evidently_section,
    "nannyml": nannyml_section,
    "cbpe": cbpe_section,
    "alibi": alibi_section,
    "river": river_section,
}


def main():
    if os.environ.get("PYTHONHASHSEED") != "0":
        sys.exit("set PYTHONHASHSEED=0: the order of sets is part of some results")
    *sections, path = sys.argv[1:]
    golden = json.load(open(path)) if os.path.exists(path) else {}
    for name in sections:
        golden[name] = SECTIONS[name]()
    with open(path, "w") as file:
        file.write("{\n")
        file.write(",\n".join('"%s": %s' % (name, json.dumps(golden[name], allow_nan=False)) for name in SECTIONS if name in golden))
        file.write("\n}\n")


if __name__ == "__main__":
    main()
