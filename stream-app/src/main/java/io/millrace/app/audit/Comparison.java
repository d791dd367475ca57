package io.millrace.app.audit;

import static io.millrace.schemas.prediction.PredictionSchema.EVENT_ID;
import static io.millrace.schemas.prediction.PredictionSchema.EVENT_TIME;
import static io.millrace.schemas.prediction.PredictionSchema.MODEL_DIGEST;
import static io.millrace.schemas.prediction.PredictionSchema.MODEL_NAME;
import static io.millrace.schemas.prediction.PredictionSchema.MODEL_VERSION;
import static io.millrace.schemas.prediction.PredictionSchema.PREDICTION_ID;
import static io.millrace.schemas.prediction.PredictionSchema.SCORE;
import static io.millrace.schemas.prediction.PredictionSchema.VARIANT;

import io.millrace.app.audit.Difference.Column;
import io.millrace.app.audit.Difference.Missing;
import io.millrace.app.audit.Difference.Repeated;
import io.millrace.app.audit.Difference.Unexpected;
import io.millrace.app.audit.Difference.Unreadable;
import io.millrace.app.replay.Period;
import io.millrace.app.topology.PredictionId;
import io.millrace.app.topology.Variant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a replay makes of the events of a period against the predictions there are, by the predictions' ids. Both may come in any order;
 * those are held that have not met yet, so that it costs little if they come in about the same. Values are equal if their bits are, but
 * scores may be allowed a distance. A score is held against what the version says of the features that the prediction has, in case they differ,
 * and is right whether the version says so of the row among others or alone. Confined to one thread.
 */
final class Comparison {
    private static final int SHORT_DIGEST = 8;

    private final String topic;
    private final Columns columns;
    private final Period period;
    private final Rules rules;
    private final Tally tally;
    private final Map<PredictionId, Replayed> waiting = new LinkedHashMap<>();
    private final Map<PredictionId, GenericRecord> early = new LinkedHashMap<>();
    private final Places met = new Places();
    private final Map<String, Places> refused = new TreeMap<>();
    private final Map<Integer, Long> lastOffsets = new HashMap<>();
    private boolean ended;

    /**
     * What counts as equal.
     *
     * @param tolerance how far scores may be apart; 0 for not at all
     * @param fallbacks whether a fallback may have answered in a model's place
     */
    record Rules(double tolerance, boolean fallbacks) {}

    /**
     * Nothing has come yet.
     *
     * @param topic of the events
     * @param period to which predictions belong by their event time
     */
    Comparison(String topic, Columns columns, Period period, Rules rules, Tally tally) {
        this.topic = topic;
        this.columns = columns;
        this.period = period;
        this.rules = rules;
        this.tally = tally;
    }

    /** An event of the period that replay accepts. */
    void replayed(Replayed replayed) {
        var row = early.remove(replayed.id());
        if (row != null) {
            meet(replayed, row);
        } else if (ended) {
            miss(replayed);
        } else {
            waiting.put(replayed.id(), replayed);
        }
    }

    /** An event that replay refuses. */
    void refused(PredictionId id, String reason) {
        refused.computeIfAbsent(reason, first -> new Places()).add(id);
    }

    /**
     * A prediction.
     *
     * @param place in its topic
     */
    void predicted(String place, GenericRecord row) {
        var text = row.get(PREDICTION_ID).toString();
        var id = PredictionId.parse(text).filter(each -> each.topic().equals(topic));
        if (id.isEmpty()) {
            if (isWithin(row)) {
                tally.unexpected(new Unexpected(text, "topic " + topic + " has no such event"));
            }
            return;
        }
        predicted(place, id.get(), row);
    }

    private void predicted(String place, PredictionId id, GenericRecord row) {
        lastOffsets.merge(id.partition(), id.offset(), Math::max);
        var replayed = waiting.remove(id);
        if (replayed != null) {
            meet(replayed, row);
        } else if (met.contains(id) || early.containsKey(id)) {
            tally.repeated(new Repeated(id.toString(), place));
        } else if (isWithin(row)) {
            early.put(id, row);
        }
    }

    private boolean isWithin(GenericRecord row) {
        long millis = (Long) row.get(EVENT_TIME);
        return millis >= period.fromMillis() && millis < period.untilMillis();
    }

    /** Something that should be a prediction. */
    void unreadable(String place, String why) {
        tally.unreadable(new Unreadable(place, why));
    }

    /** There are no more predictions. */
    void endPredictions() {
        ended = true;
        waiting.values().forEach(this::miss);
        waiting.clear();
    }

    /** There are no more events either. */
    Findings end() {
        early.keySet().forEach(id -> tally.unexpected(new Unexpected(id.toString(), whyNot(id))));
        early.clear();
        return tally.findings();
    }

    private void miss(Replayed replayed) {
        if (replayed.unscored() == null) {
            var id = replayed.id();
            boolean isLast = id.offset() > lastOffsets.getOrDefault(id.partition(), -1L);
            tally.missing(new Missing(id.toString(), text(replayed.row(), EVENT_ID), isLast));
        }
    }

    private String whyNot(PredictionId id) {
        return refused.entrySet().stream()
                .filter(reason -> reason.getValue().contains(id))
                .map(reason -> "replay refuses the event: " + reason.getKey())
                .findFirst()
                .orElse("replay has no such event in the period");
    }

    private void meet(Replayed replayed, GenericRecord row) {
        met.add(replayed.id());
        boolean byFallback = rules.fallbacks && text(row, VARIANT).equals(Variant.FALLBACK.code());
        var unscored = replayed.unscored();
        if (unscored != null && !byFallback) {
            tally.unexpected(new Unexpected(replayed.id().toString(), "replay gives it no score: " + unscored));
            return;
        }
        var found = differing(columns.ofEvent(), replayed.row(), row);
        if (byFallback) {
            tally.byFallback();
        } else {
            found.addAll(differing(columns.ofScore(), scored(replayed, row, !found.isEmpty()), row));
        }
        found.removeIf(column -> columns.except().contains(column.column()));
        tally.compared(version(row), found);
    }

    /** What the prediction's score is to be. */
    private GenericRecord scored(Replayed replayed, GenericRecord row, boolean isOfOtherFeatures) {
        if (same(SCORE, replayed.row().get(SCORE), row.get(SCORE))) {
            return replayed.row();
        }
        var again = replayed.again().apply(row);
        for (var each : again) {
            if (same(SCORE, each.get(SCORE), row.get(SCORE))) {
                tally.again(isOfOtherFeatures);
                return each;
            }
        }
        return isOfOtherFeatures ? again.get(0) : replayed.row();
    }

    private List<Column> differing(List<String> names, GenericRecord replayed, GenericRecord predicted) {
        var found = new ArrayList<Column>();
        for (var name : names) {
            var one = replayed.get(name);
            var other = predicted.get(name);
            if (!same(name, one, other)) {
                found.add(new Column(
                        predicted.get(PREDICTION_ID).toString(), text(replayed, EVENT_ID), name, one, other));
            }
        }
        return found;
    }

    /** Boxed numbers are equal if their bits are, every NaN being one; 0 is not -0. */
    private boolean same(String column, @Nullable Object one, @Nullable Object other) {
        return Objects.equals(one, other)
                || (column.equals(SCORE)
                        && one instanceof Double replayed
                        && other instanceof Double predicted
                        && Math.abs(replayed - predicted) <= rules.tolerance
                        && rules.tolerance > 0);
    }

    private static String version(GenericRecord row) {
        var digest = text(row, MODEL_DIGEST);
        var known = digest.length() < SHORT_DIGEST ? digest : digest.substring(0, SHORT_DIGEST);
        return text(row, MODEL_NAME) + " " + text(row, MODEL_VERSION) + " (" + known + ") as " + text(row, VARIANT);
    }

    private static String text(GenericRecord row, String column) {
        return String.valueOf(row.get(column));
    }
}
