package io.millrace.drift.topology;

import io.millrace.drift.retraining.RetrainingState;
import io.millrace.drift.retraining.StandingAlert;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftAlertState;
import io.millrace.schemas.drift.RetrainingEvidence;
import io.millrace.schemas.drift.RetrainingRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.KeyValueStore;

/** Holds the alerts of windows, in their order, against the rule of retraining; remembers in a store. Confined to one task. */
public final class RetrainingBoard {
    public static final String STORE = "retraining-state";

    /** The only key of the store. */
    private static final String ALL = "all";

    private final KeyValueStore<String, RetrainingState> states;
    private final String pipeline;
    private final RetrainingSettings settings;

    public RetrainingBoard(
            KeyValueStore<String, RetrainingState> states, String pipeline, RetrainingSettings settings) {
        this.states = states;
        this.pipeline = pipeline;
        this.settings = settings;
    }

    /** An alert was raised or resolved. */
    public void take(DriftAlert alert) {
        var before = state();
        states.put(
                ALL,
                alert.getState() == DriftAlertState.RESOLVED
                        ? before.without(alert.getFeature(), alert.getTest())
                        : before.with(new StandingAlert(
                                alert.getFeature(),
                                alert.getTest(),
                                alert.getValue(),
                                alert.getThreshold(),
                                alert.getSince().toEpochMilli())));
    }

    /** What is asked for when all alerts of a window have been taken. */
    public Optional<RetrainingRequest> close(long windowEndMillis) {
        var state = state();
        if (!settings.rule().asks(state, windowEndMillis)) {
            return Optional.empty();
        }
        states.put(ALL, state.requested(windowEndMillis));
        return Optional.of(request(state, windowEndMillis));
    }

    private RetrainingState state() {
        var state = states.get(ALL);
        return state == null ? RetrainingState.QUIET : state;
    }

    private RetrainingRequest request(RetrainingState state, long endMillis) {
        var from = Instant.ofEpochMilli(settings.rule().fromMillis(endMillis));
        var to = Instant.ofEpochMilli(endMillis);
        var id = pipeline + "-" + to;
        var folder = quoted(settings.folder());
        var period = "--from-topic --from " + from + " --to " + to;
        var drifted = state.standing().stream()
                .map(alert -> alert.test() + " of " + alert.feature())
                .collect(Collectors.joining(", "));
        return RetrainingRequest.newBuilder()
                .setRequestId(id)
                .setPipeline(pipeline)
                .setWindowStart(from)
                .setWindowEnd(to)
                .setEvidence(state.standing().stream()
                        .map(alert -> new RetrainingEvidence(
                                alert.feature(),
                                alert.test(),
                                alert.value(),
                                alert.threshold(),
                                Instant.ofEpochMilli(alert.sinceMillis())))
                        .toList())
                .setTrainingSetCommand("millrace replay " + folder + " " + period
                        + " --features-only --with-outcomes --on-bad-row dead-letter --out "
                        + quoted(pipeline + "-features.csv.gz"))
                .setTrainCommand("millrace train " + folder + " " + period + " --reason " + quoted("request " + id))
                .setMessage("beyond their limits: " + drifted)
                .build();
    }

    /** As a shell takes it: in single quotes, unless it consists of harmless characters. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
