package io.millrace.app.pipeline;

import io.millrace.app.model.OutlierWatch;
import io.millrace.app.yaml.YamlValue;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.enrich.definition.Feature;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code model.outliers}: a limit, or a mapping that also says what becomes of outliers. */
final class OutlierSection {
    /** Stands for the limit that the profile has learnt. */
    private static final double LEARNT = Double.NaN;

    private static final String EXPECTED = "learnt, or a number that is not negative";

    private final YamlValue outliers;
    private final YamlValue place;
    private final double limit;
    private final boolean quarantine;

    private OutlierSection(YamlValue outliers, YamlValue place, double limit, boolean quarantine) {
        this.outliers = outliers;
        this.place = place;
        this.limit = limit;
        this.quarantine = quarantine;
    }

    /** Empty after having reported why. */
    static Optional<OutlierSection> read(YamlValue outliers) {
        if (!outliers.isMapping()) {
            return limit(outliers).map(limit -> new OutlierSection(outliers, outliers, limit, false));
        }
        return outliers.mapping().flatMap(mapping -> {
            var place = mapping.require("limit");
            var limit = place.flatMap(OutlierSection::limit);
            var quarantine = mapping.find("quarantine").flatMap(YamlValue::truth);
            mapping.refuseUnknownKeys();
            return limit.map(
                    number -> new OutlierSection(outliers, place.orElseThrow(), number, quarantine.orElse(false)));
        });
    }

    private static Optional<Double> limit(YamlValue value) {
        return value.asNumber().isPresent()
                ? value.number(number -> number >= 0 && Double.isFinite(number), EXPECTED)
                : value.text(Pattern.compile("learnt"), EXPECTED).map(word -> LEARNT);
    }

    /**
     * The watch over the pipeline's rows; empty after having reported why there is none, or if it has been reported why there is no
     * profile.
     *
     * @param monitored whether the pipeline names a profile
     */
    Optional<OutlierWatch> watch(List<Feature> features, boolean monitored, Optional<ReferenceProfile> profile) {
        if (!monitored) {
            outliers.problem("need a reference profile: make one (millrace profile), and name it as monitor.profile");
        }
        return profile.flatMap(known -> {
            double most = Double.isNaN(limit) ? known.outlierLimit() : limit;
            if (Double.isNaN(most)) {
                place.problem(
                        "is not learnt in the profile: make the profile anew (millrace profile), or give a number");
                return Optional.empty();
            }
            return Optional.of(OutlierWatch.of(features, known.features(), most, quarantine));
        });
    }
}
