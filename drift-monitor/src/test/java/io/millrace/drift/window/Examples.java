package io.millrace.drift.window;

import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.Models;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ProfiledModel;
import io.millrace.drift.profile.ReferenceProfile;
import java.time.Duration;
import java.util.List;

/** The profile and the windows that the tests of windows count with. */
public final class Examples {
    public static final long NOON = 1_800_014_400_000L; // 2027-01-15T12:00:00Z
    public static final long MINUTE = 60_000;
    public static final long HOUR = 60 * MINUTE;

    /** [start, start + 1 h), 10 min grace. */
    public static final TumblingWindows HOURLY = new TumblingWindows(Duration.ofHours(1), Duration.ofMinutes(10));

    /** The same as what they are made of. */
    public static final SlidingWindows EVERY_HOUR =
            SlidingWindows.tumbling(Duration.ofHours(1), Duration.ofMinutes(10));

    private Examples() {}

    /**
     * Eight rows: {@code amount} is 1, 2, 3, 4 twice each, so its mean is 2.5 and its variance 1.25; {@code night} is 1 in two
     * rows and missing in two; {@code score} is 0.25 or 0.75, half each.
     */
    public static ReferenceProfile profile() {
        var builder = new ProfileBuilder(
                "transactions",
                Models.FRAUD,
                List.of(
                        new ProfileBuilder.Feature("amount", FeatureType.LONG),
                        new ProfileBuilder.Feature("night", FeatureType.BOOLEAN)));
        for (int i = 0; i < 8; i++) {
            double night = i < 2 ? Double.NaN : i < 4 ? 1 : 0;
            builder.add(new double[] {1 + i % 4, night}, i < 4 ? 0.25 : 0.75);
        }
        return builder.build("eight rows");
    }

    /** A row as the monitor reads it: amount, night, score. */
    public static double[] row(double amount, double night, double score) {
        return new double[] {amount, night, score};
    }

    /** The same as an observation of the profile's model. */
    public static Observation observed(long eventTimeMillis, double[] row) {
        return observed(eventTimeMillis, row, Models.FRAUD.version());
    }

    /** The same by a version of that model. */
    public static Observation observed(long eventTimeMillis, double[] row, String version) {
        var model = new ProfiledModel(Models.FRAUD.name(), version, Models.FRAUD.sha256());
        return new Observation(eventTimeMillis, row, List.of(), model, true, List.of());
    }
}
