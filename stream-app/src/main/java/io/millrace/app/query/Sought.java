package io.millrace.app.query;

import io.millrace.app.http.FeaturePath;
import io.millrace.enrich.plan.KeyFeatures;
import io.millrace.enrich.plan.KeyFeatures.Forgotten;
import io.millrace.enrich.plan.KeyFeatures.Known;
import io.millrace.enrich.plan.KeyFeatures.NoHistory;
import io.millrace.enrich.plan.KeyFeatures.Unreadable;
import io.millrace.enrich.plan.KeyFeatures.Value;
import io.millrace.enrich.plan.Station;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A question that makes sense, and how what was found is told. */
final class Sought {
    private final Station station;
    private final FeaturePath path;
    private final byte[] key;
    private final @Nullable Instant at;

    /** @param at as of when; null for the key's newest event */
    Sought(Station station, FeaturePath path, byte[] key, @Nullable Instant at) {
        this.station = station;
        this.path = path;
        this.key = key;
        this.at = at;
    }

    Station station() {
        return station;
    }

    FeaturePath path() {
        return path;
    }

    /** As state has it; not to be changed. */
    byte[] key() {
        return key;
    }

    @Nullable
    Instant at() {
        return at;
    }

    @Nullable
    Long timeMillis() {
        return at == null ? null : at.toEpochMilli();
    }

    /** @param address of this instance; null if others are not told */
    Reply reply(KeyFeatures found, @Nullable String address) {
        if (found instanceof Known known) {
            return Reply.of(Outcome.FOUND, document(known, address));
        }
        if (found instanceof NoHistory) {
            return noHistory();
        }
        if (found instanceof Forgotten forgotten) {
            String from = Instant.ofEpochMilli(forgotten.knownFromMillis()).toString();
            return Reply.error(
                    Outcome.FORGOTTEN,
                    "of the time before " + from + " not everything is kept for this key",
                    Map.of("known_from", from));
        }
        if (found instanceof Unreadable unreadable) {
            return Reply.error(Outcome.FAILED, unreadable.message());
        }
        return Reply.unavailable("the key is written to all the time"); // Busy
    }

    Reply noHistory() {
        return Reply.error(
                Outcome.NO_HISTORY, "no event with " + path.entity() + " '" + path.key() + "' has been accepted");
    }

    private Map<String, @Nullable Object> document(Known known, @Nullable String address) {
        var features = new LinkedHashMap<String, @Nullable Object>();
        known.values().forEach(value -> features.put(value.feature().name(), value.typed()));
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("entity", path.entity());
        document.put("key", path.key());
        document.put("as_of", Instant.ofEpochMilli(known.timeMillis()).toString());
        document.put("newest", Instant.ofEpochMilli(known.newestMillis()).toString());
        document.put("features", features);
        document.put(
                "pending",
                known.values().stream()
                        .filter(Value::pending)
                        .map(value -> value.feature().name())
                        .toList());
        document.put("answered_by", address);
        return document;
    }
}
