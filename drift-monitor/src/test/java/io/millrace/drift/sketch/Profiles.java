package io.millrace.drift.sketch;

import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.Models;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.TextProfile;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Profiles of one column, for tests. */
public final class Profiles {
    private Profiles() {}

    /** Of these values. */
    public static FeatureProfile of(double... values) {
        return of("amount", FeatureType.DOUBLE, values);
    }

    /** Of these values. */
    public static FeatureProfile of(String name, FeatureType type, double... values) {
        var builder = new ProfileBuilder("transactions", Models.FRAUD, List.of(new ProfileBuilder.Feature(name, type)));
        for (double value : values) {
            builder.add(new double[] {value}, 0.5);
        }
        return builder.build("a test").features().get(0);
    }

    /** Of these texts. */
    public static TextProfile of(List<@Nullable String> texts) {
        var builder = new ProfileBuilder("transactions", Models.FRAUD, List.of(), List.of("country"));
        for (String text : texts) {
            builder.add(new double[0], Arrays.asList(text), 0.5);
        }
        return builder.build("a test").texts().get(0);
    }

    /** What these rows are summed up to. */
    public static NumberSummary summary(FeatureProfile reference, double... values) {
        var summary = NumberSummary.over(reference);
        for (double value : values) {
            summary.add(value);
        }
        return summary;
    }
}
