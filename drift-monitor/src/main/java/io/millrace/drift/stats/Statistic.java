package io.millrace.drift.stats;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be computed of how two sides differ, whoever defines it: by samples or by summaries. */
public enum Statistic {
    PSI("psi"),
    KULLBACK_LEIBLER("kullback-leibler"),
    JENSEN_SHANNON("jensen-shannon"),
    HELLINGER("hellinger"),
    WASSERSTEIN("wasserstein"),
    KOLMOGOROV_SMIRNOV("kolmogorov-smirnov"),
    CHI_SQUARE("chi-square"),
    Z("z"),
    TOTAL_VARIATION("total-variation"),
    L_INFINITY("l-infinity"),
    MEAN_SHIFT("mean-shift"),
    STDDEV_SHIFT("stddev-shift"),
    MISSING_SHARE("missing-share"),
    OUT_OF_RANGE_SHARE("out-of-range-share"),
    NEW_CATEGORIES("new-categories"),
    OUTLIER_SHARE("outlier-share");

    private final String code;

    Statistic(String code) {
        this.code = code;
    }

    /** How it is written. */
    public String code() {
        return code;
    }

    /** The one that is written so. */
    public static Optional<Statistic> ofCode(String code) {
        return Arrays.stream(values())
                .filter(statistic -> statistic.code.equals(code))
                .findFirst();
    }

    /** All of them, as they are written. */
    public static String codes() {
        return Arrays.stream(values()).map(Statistic::code).collect(Collectors.joining(", "));
    }
}
