package io.millrace.drift.topology;

import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.topology.Reading.Counted;
import io.millrace.drift.topology.Reading.Unreadable;
import io.millrace.drift.topology.RejectedPrediction.Reason;
import io.millrace.drift.window.SliceCodec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads what who scores has counted. */
final class CountedSlices implements Reading.Reader {
    private final SliceCodec codec;

    CountedSlices(ReferenceProfile profile, Duration length) {
        codec = new SliceCodec(profile, length);
    }

    @Override
    public Reading read(byte @Nullable [] value) {
        if (value == null) {
            return new Unreadable(Reason.NULL_VALUE, "no value");
        }
        try {
            return codec.decode(value)
                    .<Reading>map(Counted::new)
                    .orElseGet(() -> new Unreadable(
                            Reason.INCOMPATIBLE_SCHEMA,
                            "counted against another profile, or in windows of another length, than this monitor's"));
        } catch (IllegalArgumentException none) {
            return new Unreadable(Reason.MALFORMED, String.valueOf(none.getMessage()));
        }
    }
}
