package io.millrace.drift.detect;

import io.millrace.drift.detect.DetectorSettings.AdwinSettings;
import io.millrace.drift.detect.DetectorSettings.DdmSettings;
import io.millrace.drift.detect.DetectorSettings.Direction;
import io.millrace.drift.detect.DetectorSettings.EddmSettings;
import io.millrace.drift.detect.DetectorSettings.KswinSettings;
import io.millrace.drift.detect.DetectorSettings.PageHinkleySettings;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The detectors there are, by the names of people: {@code min_instances} and the like are River's. */
public enum DetectorKind {
    ADWIN("adwin"),
    PAGE_HINKLEY("page-hinkley"),
    KSWIN("kswin"),
    DDM("ddm"),
    EDDM("eddm");

    private final String code;

    DetectorKind(String code) {
        this.code = code;
    }

    /** How it is written. */
    public String code() {
        return code;
    }

    /** The one that is written so. */
    public static Optional<DetectorKind> ofCode(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code.equals(code)).findFirst();
    }

    /**
     * Its settings.
     *
     * @param parameters by River's names; what is not given is as there
     * @throws IllegalArgumentException naming everything that is unknown, unreadable or impossible
     */
    public DetectorSettings settings(Map<String, String> parameters) {
        var given = new GivenParameters(parameters);
        var made = given.settings(this::read);
        given.throwIfAny(code);
        return made.orElseThrow();
    }

    private DetectorSettings read(GivenParameters given) {
        return switch (this) {
            case ADWIN -> adwin(given, AdwinSettings.DEFAULT);
            case PAGE_HINKLEY -> pageHinkley(given, PageHinkleySettings.DEFAULT);
            case KSWIN -> kswin(given, KswinSettings.DEFAULT);
            case DDM -> ddm(given, DdmSettings.DEFAULT);
            case EDDM -> eddm(given, EddmSettings.DEFAULT);
        };
    }

    private static AdwinSettings adwin(GivenParameters given, AdwinSettings defaults) {
        return new AdwinSettings(
                given.number("delta", defaults.delta()),
                given.whole("clock", defaults.clock()),
                given.whole("max_buckets", defaults.maxBuckets()),
                given.whole("min_window_length", defaults.minWindowLength()),
                given.whole("grace_period", defaults.gracePeriod()));
    }

    private static PageHinkleySettings pageHinkley(GivenParameters given, PageHinkleySettings defaults) {
        return new PageHinkleySettings(
                given.whole("min_instances", defaults.minInstances()),
                given.number("delta", defaults.delta()),
                given.number("threshold", defaults.threshold()),
                given.number("alpha", defaults.alpha()),
                given.oneOf("mode", Direction.class, defaults.mode()));
    }

    private static KswinSettings kswin(GivenParameters given, KswinSettings defaults) {
        return new KswinSettings(
                given.number("alpha", defaults.alpha()),
                given.whole("window_size", defaults.windowSize()),
                given.whole("stat_size", defaults.statSize()),
                given.whole("seed", (int) defaults.seed()));
    }

    private static DdmSettings ddm(GivenParameters given, DdmSettings defaults) {
        return new DdmSettings(
                given.whole("warm_start", defaults.warmStart()),
                given.number("warning_threshold", defaults.warningThreshold()),
                given.number("drift_threshold", defaults.driftThreshold()));
    }

    private static EddmSettings eddm(GivenParameters given, EddmSettings defaults) {
        return new EddmSettings(
                given.whole("warm_start", defaults.warmStart()),
                given.number("alpha", defaults.alpha()),
                given.number("beta", defaults.beta()));
    }
}
