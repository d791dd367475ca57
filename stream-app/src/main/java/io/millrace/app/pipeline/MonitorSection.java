package io.millrace.app.pipeline;

import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.retraining.RetrainingRule;
import io.millrace.enrich.definition.OutcomeDefinition;
import java.time.Duration;
import java.util.Optional;
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
    static final Duration DEFAULT_COOL_DOWN = Duration.ofDays(7);

    private static final Duration MIN_WINDOW = Duration.ofSeconds(1);
    private static final Duration MAX_WINDOW = Duration.ofDays(365);
    private static final Duration MAX_HISTORY = Duration.ofDays(3650);
    private static final int MAX_HOLD = 1000;
    private static final int MAX_ALERTS = 1000;

    private final Optional<YamlValue> profile;
    private final Optional<Duration> window;
    private final Duration grace;
    private final Duration warmUp;
    private final int hold;
    private final double psi;
    private final double meanShift;
    private final double missingShare;
    private final Optional<RetrainingRule> retraining;
    private final QualitySection quality;

    private MonitorSection(YamlMapping monitor) {
        profile = monitor.require("profile");
        window = monitor.require("window").flatMap(v -> v.duration(MIN_WINDOW, MAX_WINDOW));
        grace = duration(monitor, "grace", DEFAULT_GRACE);
        warmUp = duration(monitor, "warm-up", DEFAULT_WARM_UP);
        hold = monitor.find("hold").flatMap(v -> v.wholeNumber(1, MAX_HOLD)).orElse(DEFAULT_HOLD);
        psi = positive(monitor, "psi", DEFAULT_PSI);
        meanShift = positive(monitor, "mean-shift", DEFAULT_MEAN_SHIFT);
        missingShare = monitor.find("missing-share")
                .flatMap(v -> v.number(share -> share > 0 && share <= 1, "a number above 0 and up to 1"))
                .orElse(DEFAULT_MISSING_SHARE);
        retraining = monitor.find("retraining").flatMap(YamlValue::mapping).map(MonitorSection::retraining);
        quality = QualitySection.read(monitor.find("quality"));
        monitor.refuseUnknownKeys();
    }

    static MonitorSection read(YamlMapping monitor) {
        return new MonitorSection(monitor);
    }

    /** The profile that is named; empty after having reported why there is none. */
    Optional<ProfileFile> profile(FolderFiles files, Problems problems) {
        return profile.flatMap(files::file).flatMap(path -> ProfileFile.read(path, files.name(path), problems));
    }

    Optional<MonitorDefinition> with(ReferenceProfile reference) {
        return window.map(length -> new MonitorDefinition(
                reference, length, grace, warmUp, hold, psi, meanShift, missingShare, retraining.orElse(null)));
    }

    /** How predictions are followed; see {@link QualitySection#with}. */
    Optional<QualityDefinition> quality(
            @Nullable OutcomeDefinition outcomes, Schema predictions, YamlDocument document) {
        return window.flatMap(length -> quality.with(outcomes, predictions, length, grace, hold, document));
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
