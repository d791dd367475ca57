"""Golden values of measures of quality, computed by scikit-learn and NannyML.

    python quality_golden.py SECTION... QUALITY_GOLDEN.JSON

Sections: classification, regression, sampling. The packages do not go into one environment; each section is written by itself and the others of the
file are kept. Data is described in the file by rules that the Java tests follow, too, bit by bit: products of java.util.Random's numbers, no
powers or logarithms.

    python -m venv sk && sk/bin/pip install scikit-learn==1.9.1 numpy==2.4.6
    python -m venv nm && nm/bin/pip install nannyml==0.13.1 "pandas<3"
    sk/bin/python quality_golden.py classification regression quality_golden.json
    nm/bin/python quality_golden.py sampling quality_golden.json
"""

import importlib.metadata
import json
import math
import os
import struct
import sys
import warnings

import numpy as np

from golden import JavaRandom

# nobody is told that this ran
os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
os.environ["DO_NOT_TRACK"] = "1"
warnings.filterwarnings("ignore")


def scored(seed, rows, squarings=0, scale=1.0, levels=0, threshold=0.5, contrary=False):
    """Score: nextDouble(), squared so many times, times scale, of so many levels; positive as often as that, or as one minus that."""
    return {
        "seed": seed,
        "rows": rows,
        "squarings": squarings,
        "scale": scale,
        "levels": levels,
        "threshold": threshold,
        "contrary": contrary,
    }


def scores(rule):
    dice = JavaRandom(rule["seed"])
    score, outcome = [], []
    for _ in range(rule["rows"]):
        s = dice.double()
        for _ in range(rule["squarings"]):
            s = s * s
        s = s * rule["scale"]
        if rule["levels"]:
            s = math.floor(s * rule["levels"]) / rule["levels"]
        positive = dice.double() < s
        score.append(s)
        outcome.append(int(positive != rule["contrary"]))
    return np.asarray(score), np.asarray(outcome)


def bucket(score):
    """the lower end of the bucket that a score is counted in, or the upper one from a half on; restated, not taken from the Java code"""
    if score >= 0.5:
        return 1 - bucket(min(1 - score, math.nextafter(0.5, 0)))
    if score < 2.0**-25:
        return 0.0
    # exponent and the five highest bits of the fraction
    bits = struct.unpack(">q", struct.pack(">d", score))[0]
    return struct.unpack(">d", struct.pack(">q", bits >> 47 << 47))[0]


def classification():
    from sklearn import metrics
    from sklearn.calibration import calibration_curve

    def calibration_error(outcome, score):
        # calibration_curve leaves out empty bins, and does not tell how many rows the others have
        share, mean = calibration_curve(outcome, score, n_bins=10, strategy="uniform")
        bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], score)
        rows = np.bincount(bins, minlength=10)
        return float(np.sum(np.abs(share - mean) * rows[rows > 0]) / len(score))

    cases = {
        "calibrated": scored(1, 3000),
        "rare": scored(2, 20000, squarings=4, scale=0.15, threshold=0.05),
        "very-rare": scored(3, 40000, squarings=6, scale=0.6, threshold=0.1),
        "tied": scored(4, 2000, levels=10),
        "two-levels": scored(5, 500, levels=2),
        "contrary": scored(6, 1000, contrary=True, threshold=0.3),
        "few": scored(7, 12),
    }
    out = {}
    for name, rule in cases.items():
        score, outcome = scores(rule)
        answer = (score >= rule["threshold"]).astype(int)
        rounded = np.asarray([bucket(s) for s in score])
        out[name] = {
            "rule": rule,
            "positives": int(outcome.sum()),
            "answered": int(answer.sum()),
            "auc": metrics.roc_auc_score(outcome, score),
            "auc-of-buckets": metrics.roc_auc_score(outcome, rounded),
            "average-precision": metrics.average_precision_score(outcome, score),
            "average-precision-of-buckets": metrics.average_precision_score(outcome, rounded),
            "precision": metrics.precision_score(outcome, answer),
            "recall": metrics.recall_score(outcome, answer),
            "f1": metrics.f1_score(outcome, answer),
            "accuracy": metrics.accuracy_score(outcome, answer),
            "log-loss": metrics.log_loss(outcome, score),
            "brier": metrics.brier_score_loss(outcome, score),
            "calibration-error": calibration_error(outcome, score),
        }
    return {"versions": versions("scikit-learn", "numpy"), "cases": out}


def regression():
    from sklearn import metrics

    def normal(seed, rows, mean=0.0, spread=1.0, error=0.5, bias=0.0):
        return {"seed": seed, "rows": rows, "mean": mean, "spread": spread, "error": error, "bias": bias}

    cases = {
        "good": normal(1, 2000),
        "biased": normal(2, 500, mean=100, spread=20, error=5, bias=3),
        "far-from-zero": normal(3, 2000, mean=1e9, spread=2, error=1),
        "worse-than-the-mean": normal(4, 300, error=3),
        "two": normal(5, 2),
    }
    out = {}
    for name, rule in cases.items():
        dice = JavaRandom(rule["seed"])
        outcome, score = [], []
        for _ in range(rule["rows"]):
            y = dice.normal() * rule["spread"] + rule["mean"]
            outcome.append(y)
            score.append(y + (dice.normal() * rule["error"] + rule["bias"]))
        out[name] = {
            "rule": rule,
            "rmse": metrics.root_mean_squared_error(outcome, score),
            "mae": metrics.mean_absolute_error(outcome, score),
            "mean-error": float(np.mean(np.asarray(score) - np.asarray(outcome))),
            "r2": metrics.r2_score(outcome, score),
        }
    return {"versions": versions("scikit-learn", "numpy"), "cases": out}


def sampling():
    import nannyml
    import pandas as pd

    def frame(rule):
        score, outcome = scores(rule)
        answer = (score >= rule["threshold"]).astype(int)
        return pd.DataFrame({"score": score, "outcome": outcome, "answer": answer})

    cases = []
    for reference, current in (
        (scored(1, 5000), scored(2, 1000)),
        (scored(3, 8000, squarings=2), scored(4, 500, squarings=3)),
        (scored(5, 3000, threshold=0.3), scored(6, 40, threshold=0.3)),
        # more than half are positive: NannyML turns classes around
        (scored(7, 4000, squarings=1, contrary=True, threshold=0.4), scored(8, 300, squarings=1, threshold=0.4)),
    ):
        analysis = frame(current).drop(columns="outcome")
        estimator = nannyml.CBPE(
            y_pred_proba="score",
            y_pred="answer",
            y_true="outcome",
            problem_type="classification_binary",
            metrics=["roc_auc", "f1", "accuracy"],
            chunk_size=len(analysis),
        )
        estimator.fit(frame(reference))
        result = estimator.estimate(analysis).filter(period="analysis").to_df()
        cases.append(
            {
                "reference": reference,
                "current": current,
                **{
                    metric: {
                        part: float(result[(metric, column)].iloc[0])
                        for part, column in (
                            ("value", "value"),
                            ("lower", "lower_confidence_boundary"),
                            ("upper", "upper_confidence_boundary"),
                        )
                    }
                    for metric in ("roc_auc", "f1", "accuracy")
                },
            }
        )
    return {"versions": versions("nannyml", "scikit-learn", "numpy"), "cases": cases}


def versions(*packages):
    return {package: importlib.metadata.version(package) for package in packages}


SECTIONS = {"classification": classification, "regression": regression, "sampling": sampling}


def main():
    *names, path = sys.argv[1:]
    golden = json.load(open(path)) if os.path.exists(path) else {}
    for name in names:
        golden[name] = SECTIONS[name]()
    with open(path, "w") as out:
        json.dump({name: golden[name] for name in SECTIONS if name in golden}, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main()
