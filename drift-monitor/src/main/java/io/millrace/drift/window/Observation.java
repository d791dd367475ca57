package io.millrace.drift.window;

import io.millrace.drift.profile.ProfiledModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the monitor looks at of one prediction.
 *
 * @param eventTimeMillis its event time, milliseconds since 1970-01-01T00:00:00Z
 * @param numbers the profile's features that are numbers in their order, then the score; NaN where missing
 * @param texts the profile's features that are texts in their order; null where missing
 * @param model that made it
 * @param comparable whether that is the profile's model: scores of others are distributed otherwise without any drift,
 *     and do not count
 * @param segments what it belongs to besides the whole; one for everything that predictions are split by
 */
public record Observation(
        long eventTimeMillis,
        double[] numbers,
        List<@Nullable String> texts,
        ProfiledModel model,
        boolean comparable,
        List<Segment> segments) {}
