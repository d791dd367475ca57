package io.millrace.benchmarks.replay;

import java.util.List;

/** The features of the handbook, as it names them. */
final class HandbookFeatures {
    static final List<String> NAMES = List.of(
            "weekend",
            "night",
            "cust_nb_1d",
            "cust_nb_7d",
            "cust_nb_30d",
            "cust_avg_1d",
            "cust_avg_7d",
            "cust_avg_30d",
            "term_nb_1d",
            "term_nb_7d",
            "term_nb_30d",
            "term_risk_1d",
            "term_risk_7d",
            "term_risk_30d");

    private HandbookFeatures() {}
}
