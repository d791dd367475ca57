package io.millrace.app.pipeline;

import io.millrace.app.model.OutlierWatch;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.retraining.RetrainingRule;
import io.millrace.drift.topology.CountedFrom;
import io.millrace.drift.topology.SplitBy;
import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.FalseDiscoveries;
import io.millrace.drift.window.Limits;
import io.millrace.drift.window.RowSample;
import io.millrace.drift.window.SlidingWindows;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.definition.Suggestion;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads {@code monitor}. */
final class MonitorSection {
    static final Duration DEFAULT_GRACE = Duration.ofHours(1);
    static final Duration DEFAULT_WARM_UP = Duration.ZERO;
    static final int DEFAULT_HOLD = 2;
    static final double DEFAULT_PSI = 0.25;
    static final double DEFAULT_MEAN_SHIFT = 1.0;
    static final double DEFAULT_MISSING_SHARE = 0.1;
    static final double DEFAULT_OUTLIER_SHARE = 0.01;
    static final Duration DEFAULT_COOL_DOWN = Duration.ofDays(7);

    private static final Duration MIN_WINDOW = Duration.ofSeconds(1);
    private static final Duration MAX_WINDOW = Duration.ofDays(365);
    private static final Duration MAX_HISTORY = Duration.ofDays(3650);
    private static final int MAX_HOLD = 1000;
    private static final int MAX_ALERTS = 1000;

    private static final Pattern FROM = Pattern.compile("predictions|scoring");

    private final Optional<YamlValue> profile;
    private final CountedFrom from;
    private final RowSample sample;
    private final Optional<SlidingWindows> windows;
    private final Duration warmUp;
    private final AlertRule alerts;
    private final Limits limits;
    private final Optional<YamlValue> outlierShare;
    private final double outliers;
    private final Optional<LimitSection> tests;
    private final FalseDiscoveries discoveries;
    private final Map<String, YamlValue> by;
    private final boolean segmentAlerts;
    private final List<WatchSection> watches;
    private final Optional<RetrainingRule> retraining;
    private final QualitySection quality;

    private MonitorSection(YamlMapping monitor) {
        profile = monitor.require("profile");
        var given = monitor.find("from");
        from = given.flatMap(v -> v.text(FROM, "predictions or scoring"))
                .map(what -> CountedFrom.valueOf(what.toUpperCase(Locale.ROOT)))
                .orElse(CountedFrom.PREDICTIONS);
        sample = monitor.find("sample").flatMap(this::sample).orElse(RowSample.ALL);
        windows = windows(monitor);
        warmUp = duration(monitor, "warm-up", DEFAULT_WARM_UP);
        alerts = new AlertRule(
                monitor.find("hold").flatMap(v -> v.wholeNumber(1, MAX_HOLD)).orElse(DEFAULT_HOLD),
                duration(monitor, "cool-down", Duration.ZERO));
        limits = Limits.byKind(
                positive(monitor, "psi", DEFAULT_PSI),
                positive(monitor, "mean-shift", DEFAULT_MEAN_SHIFT),
                monitor.find("missing-share").flatMap(MonitorSection::share).orElse(DEFAULT_MISSING_SHARE),
                Limits.DEFAULT_LEAST_ROWS);
        outlierShare = monitor.find("outlier-share");
        outliers = outlierShare
                .flatMap(v -> v.number(share -> share > 0 && share < 1, "a number above 0 and below 1"))
                .orElse(DEFAULT_OUTLIER_SHARE);
        tests = monitor.find("tests").flatMap(YamlValue::mapping).map(LimitSection::read);
        discoveries = monitor.find("false-discovery")
                .flatMap(v -> v.number(rate -> rate > 0 && rate < 1, "a number above 0 and below 1"))
                .map(FalseDiscoveries::new)
                .orElse(FalseDiscoveries.UNCONTROLLED);
        by = Splitting.names(monitor.find("by"));
        segmentAlerts = monitor.find("segment-alerts").flatMap(YamlValue::truth).orElse(false);
        watches = monitor.find("detectors").flatMap(YamlValue::list).orElse(List.of()).stream()
                .flatMap(element -> element.mapping().stream())
                .map(WatchSection::read)
                .toList();
        if (from == CountedFrom.SCORING && !watches.isEmpty()) {
            given.ifPresent(v -> v.problem("detectors read predictions one by one: with them it must be predictions"));
        }
        retraining = monitor.find("retraining").flatMap(YamlValue::mapping).map(MonitorSection::retraining);
        quality = QualitySection.read(monitor.find("quality"));
        monitor.refuseUnknownKeys();
    }

    private Optional<RowSample> sample(YamlValue given) {
        if (from != CountedFrom.SCORING) {
            given.problem("needs `from: scoring`: to read every prediction costs more than to count it");
        }
        return share(given).map(RowSample::new);
    }

    private static Optional<Double> share(YamlValue given) {
        return given.number(share -> share > 0 && share <= 1, "a number above 0 and up to 1");
    }

    private static Optional<SlidingWindows> windows(YamlMapping monitor) {
        var length = monitor.require("window").flatMap(v -> v.duration(MIN_WINDOW, MAX_WINDOW));
        var slide = monitor.find("slide");
        var grace = duration(monitor, "grace", DEFAULT_GRACE);
        var every = slide.isEmpty() ? length : slide.flatMap(v -> v.duration(MIN_WINDOW, MAX_WINDOW));
        if (length.isEmpty() || every.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SlidingWindows(length.get(), every.get(), grace));
        } catch (IllegalArgumentException notAMultiple) {
            slide.ifPresent(v -> v.problem("the window must be 1 to " + SlidingWindows.MOST_PANES + " times as long"));
            return Optional.empty();
        }
    }

    static MonitorSection read(YamlMapping monitor) {
        return new MonitorSection(monitor);
    }

    /** The profile that is named; empty after having reported why there is none. */
    Optional<ProfileFile> profile(FolderFiles files, Problems problems) {
        return profile.flatMap(files::file).flatMap(path -> ProfileFile.read(path, files.name(path), problems));
    }

    /**
     * Reports what statistics cannot be told by: neither version nor variant, nor a field that predictions carry; and a limit to outliers
     * where predictions do not say what they are.
     */
    void check(List<String> carried, boolean tellsOutliers) {
        if (!tellsOutliers) {
            outlierShare.ifPresent(
                    v -> v.problem("needs `model.outliers`: predictions do not say how far out their rows are"));
        }
        var known = Stream.concat(Stream.of(SplitBy.VERSION, SplitBy.VARIANT), carried.stream())
                .toList();
        by.forEach((what, element) -> {
            if (!known.contains(what)) {
                element.problem("must be version, variant, or one of predictions.carry, was \"" + what + "\""
                        + Suggestion.didYouMean(what, known));
            }
        });
    }

    /**
     * The definition.
     *
     * @param watch says which rows are outliers; empty if nobody does
     * @param event the schema of the events that fields are carried from
     */
    Optional<MonitorDefinition> with(ReferenceProfile reference, Optional<OutlierWatch> watch, Schema event) {
        var fields = by.keySet().stream()
                .filter(what -> !what.equals(SplitBy.VERSION) && !what.equals(SplitBy.VARIANT))
                .flatMap(what -> Stream.ofNullable(event.getField(what)))
                .toList();
        fields.forEach(field -> Splitting.check(field.schema(), Objects.requireNonNull(by.get(field.name()))));
        var splitBy = new SplitBy(by.containsKey(SplitBy.VERSION), by.containsKey(SplitBy.VARIANT), fields);
        var ofColumns = tests.map(section -> section.limits(reference, limits)).orElse(limits);
        var watched = watch.isPresent() ? ofColumns.withOutlierShare(outliers) : ofColumns;
        return windows.map(of -> new MonitorDefinition(
                reference.withOutlierLimit(watch.map(OutlierWatch::limit).orElse(Double.NaN)),
                from,
                sample,
                of,
                warmUp,
                alerts,
                watched,
                discoveries,
                splitBy,
                segmentAlerts,
                WatchSection.watches(watches, reference),
                retraining.orElse(null)));
    }

    /** How predictions are followed; see {@link QualitySection#with}. */
    Optional<QualityDefinition> quality(
            @Nullable OutcomeDefinition outcomes, Schema predictions, YamlDocument document) {
        return windows.flatMap(
                of -> quality.with(outcomes, predictions, of.length(), of.grace(), alerts.hold(), document));
    }

    private static RetrainingRule retraining(YamlMapping retraining) {
        var alerts = retraining.find("alerts").flatMap(v -> v.wholeNumber(1, MAX_ALERTS));
        var history = retraining.require("history").flatMap(v -> v.duration(MIN_WINDOW, MAX_HISTORY));
        var coolDown = retraining.find("cool-down").flatMap(v -> v.duration(Duration.ZERO, MAX_HISTORY));
        retraining.refuseUnknownKeys();
        return new RetrainingRule(
                alerts.orElse(1), history.orElse(DEFAULT_COOL_DOWN), coolDown.orElse(DEFAULT_COOL_DOWN));
    }

    private static Duration duration(YamlMapping monitor, String key, Duration otherwise) {
        return monitor.find(key)
                .flatMap(v -> v.duration(Duration.ZERO, MAX_WINDOW))
                .orElse(otherwise);
    }

    private static double positive(YamlMapping monitor, String key, double otherwise) {
        return monitor.find(key)
                .flatMap(v -> v.number(n -> n > 0, "a positive number"))
                .orElse(otherwise);
    }
}
