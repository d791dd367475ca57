package io.millrace.benchmarks.drift;

import io.millrace.drift.detect.DetectorKind;
import io.millrace.drift.detect.DetectorSettings.AdwinSettings;
import io.millrace.drift.detect.DetectorSettings.KswinSettings;
import io.millrace.drift.detect.DetectorSettings.PageHinkleySettings;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.stats.Statistic;
import io.millrace.drift.window.FalseDiscoveries;
import io.millrace.drift.window.Limit;
import io.millrace.drift.window.Limits;
import io.millrace.drift.window.WindowJudge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of the monitor that are compared.
 *
 * @param holds after how many windows in a row an alert is raised, each by itself
 */
record Contender(String name, Settings settings, double falseDiscovery, List<Integer> holds) {
    /** What a window is held against. */
    enum Settings {
        DEFAULT,
        LOW,
        LEARNT,
        ADWIN,
        STRICT_ADWIN,
        PAGE_HINKLEY,
        KSWIN
    }

    private static final List<Integer> HOLDS = List.of(1, 2, 3);
    private static final double UNCONTROLLED = 1;
    private static final double DEFAULT_PSI = 0.25;
    private static final double DEFAULT_MEAN_SHIFT = 1.0;
    private static final double DEFAULT_MISSING_SHARE = 0.1;
    private static final double LOW_PSI = 0.1;
    private static final double LOW_MEAN_SHIFT = 0.2;
    private static final double LOW_NEW_CATEGORIES = 0.005;
    private static final double LOW_MISSING_SHARE = 0.02;
    private static final List<Statistic> OF_NUMBERS =
            List.of(Statistic.PSI, Statistic.MEAN_SHIFT, Statistic.MISSING_SHARE);
    private static final List<Statistic> OF_TEXTS =
            List.of(Statistic.PSI, Statistic.NEW_CATEGORIES, Statistic.MISSING_SHARE);

    static List<Contender> limits() {
        return List.of(
                new Contender("default", Settings.DEFAULT, UNCONTROLLED, HOLDS),
                new Contender("low", Settings.LOW, UNCONTROLLED, HOLDS),
                new Contender("low, false-discovery 0.05", Settings.LOW, 0.05, HOLDS),
                new Contender("learnt", Settings.LEARNT, UNCONTROLLED, HOLDS),
                new Contender("learnt, false-discovery 0.05", Settings.LEARNT, 0.05, HOLDS),
                new Contender("learnt, false-discovery 0.01", Settings.LEARNT, 0.01, HOLDS));
    }

    /** One signal raises an alert at once. */
    static List<Contender> detectors() {
        return List.of(
                new Contender("adwin", Settings.ADWIN, UNCONTROLLED, List.of(1)),
                new Contender("adwin, delta 0.00001", Settings.STRICT_ADWIN, UNCONTROLLED, List.of(1)),
                new Contender("page-hinkley", Settings.PAGE_HINKLEY, UNCONTROLLED, List.of(1)),
                new Contender("kswin", Settings.KSWIN, UNCONTROLLED, List.of(1)));
    }

    /** What it says of windows of one run. */
    Judging judging(ReferenceProfile profile) {
        return switch (settings) {
            case DEFAULT, LOW, LEARNT ->
                new Statistics(
                        new WindowJudge(profile, limits(profile), new FalseDiscoveries(falseDiscovery), List.of()));
            case ADWIN -> Readers.of(AdwinSettings.DEFAULT, profile);
            case STRICT_ADWIN -> Readers.of(DetectorKind.ADWIN.settings(Map.of("delta", "0.00001")), profile);
            case PAGE_HINKLEY -> Readers.of(PageHinkleySettings.DEFAULT, profile);
            case KSWIN -> Readers.of(KswinSettings.DEFAULT, profile);
        };
    }

    /** In how many runs it takes part. */
    int runs(StudySize size) {
        return switch (settings) {
            case DEFAULT, LOW, LEARNT -> size.runs();
            case ADWIN, STRICT_ADWIN, PAGE_HINKLEY -> size.detectors();
            case KSWIN -> size.slowDetectors();
        };
    }

    private Limits limits(ReferenceProfile profile) {
        int least = Limits.DEFAULT_LEAST_ROWS;
        return switch (settings) {
            case DEFAULT -> Limits.byKind(DEFAULT_PSI, DEFAULT_MEAN_SHIFT, DEFAULT_MISSING_SHARE, least);
            case LOW ->
                new Limits(
                        List.of(
                                new Limit(Statistic.PSI, LOW_PSI),
                                new Limit(Statistic.MEAN_SHIFT, LOW_MEAN_SHIFT),
                                new Limit(Statistic.MISSING_SHARE, LOW_MISSING_SHARE)),
                        List.of(
                                new Limit(Statistic.PSI, LOW_PSI),
                                new Limit(Statistic.NEW_CATEGORIES, LOW_NEW_CATEGORIES),
                                new Limit(Statistic.MISSING_SHARE, LOW_MISSING_SHARE)),
                        Map.of(),
                        least);
            case LEARNT -> learnt(profile, least);
            case ADWIN, STRICT_ADWIN, PAGE_HINKLEY, KSWIN -> throw new IllegalStateException(name + " has no limits");
        };
    }

    private static Limits learnt(ReferenceProfile profile, int least) {
        var features = new HashMap<String, List<Limit>>();
        profile.columns().forEach(column -> features.put(column.name(), learnt(OF_NUMBERS, column.thresholds())));
        profile.texts().forEach(column -> features.put(column.name(), learnt(OF_TEXTS, column.thresholds())));
        return new Limits(List.of(), List.of(), features, least);
    }

    private static List<Limit> learnt(List<Statistic> statistics, Map<String, Double> thresholds) {
        var limits = new ArrayList<Limit>();
        for (var statistic : statistics) {
            var threshold = thresholds.get(statistic.code());
            if (threshold == null) {
                throw new IllegalStateException("no threshold of " + statistic.code() + " was learnt");
            }
            limits.add(new Limit(statistic, threshold));
        }
        return limits;
    }
}
