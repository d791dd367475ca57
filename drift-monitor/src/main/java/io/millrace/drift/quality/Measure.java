package io.millrace.drift.quality;

import java.util.Arrays;
import java.util.Optional;

/** What is measured of answers once outcomes are known. */
public enum Measure {
    /** The area under the ROC curve. */
    ROC_AUC("auc", Better.HIGHER),
    /** Average precision without interpolation. */
    AVERAGE_PRECISION("average-precision", Better.HIGHER),
    /** Of rows answered yes, the share that was right. */
    PRECISION("precision", Better.HIGHER),
    /** Of positive outcomes, the share that was answered yes. */
    RECALL("recall", Better.HIGHER),
    /** The harmonic mean of precision and recall. */
    F1("f1", Better.HIGHER),
    /** The share of right answers. */
    ACCURACY("accuracy", Better.HIGHER),
    /** The mean of -ln of the probability that was given to what happened; of at least 2^-52. */
    LOG_LOSS("log-loss", Better.LOWER),
    /** The mean squared distance of score and outcome, 0 or 1. */
    BRIER("brier", Better.LOWER),
    /** The expected calibration error over ten bins of one width. */
    CALIBRATION_ERROR("calibration-error", Better.LOWER),
    /** Root of the mean squared error. */
    RMSE("rmse", Better.LOWER),
    /** Mean absolute error. */
    MAE("mae", Better.LOWER),
    /** Mean of score less outcome. */
    MEAN_ERROR("mean-error", Better.NEAR_ZERO),
    /** The share of the outcomes' variance that the scores explain. */
    R2("r2", Better.HIGHER),
    /** Outcomes by predictions. */
    LABEL_COVERAGE("label-coverage", Better.HIGHER),
    /** Seconds by which half of the outcomes came after their event. */
    LABEL_DELAY_P50("label-delay-p50", Better.LOWER),
    /** Seconds by which 90 % of the outcomes came after their event. */
    LABEL_DELAY_P90("label-delay-p90", Better.LOWER),
    /** Seconds by which 99 % of the outcomes came after their event. */
    LABEL_DELAY_P99("label-delay-p99", Better.LOWER);

    /** Where good values are. */
    public enum Better {
        HIGHER,
        LOWER,
        NEAR_ZERO
    }

    private final String key;
    private final Better better;

    Measure(String key, Better better) {
        this.key = key;
        this.better = better;
    }

    /** What it is called in files and topics. */
    public String key() {
        return key;
    }

    /** Where its good values are. */
    public Better better() {
        return better;
    }

    /** The measure of a name. */
    public static Optional<Measure> of(String key) {
        return Arrays.stream(values())
                .filter(measure -> measure.key.equals(key))
                .findFirst();
    }
}
