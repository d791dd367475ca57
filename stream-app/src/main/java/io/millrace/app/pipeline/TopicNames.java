package io.millrace.app.pipeline;

import io.millrace.app.yaml.YamlValue;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The topics of a pipeline, apart from its reference tables' topics.
 *
 * @param events read
 * @param predictions written, one for every accepted event
 * @param deadLetters written, one for every rejected event
 * @param drift written by the monitor, one record per feature and window
 * @param alerts written by the monitor
 * @param shadow written, what versions say that answer nobody
 * @param rollouts read and written: who scores what, and since when
 * @param models read and written: bytes of all versions
 * @param quarantine written, one for every event that is kept from the models, as an outlier or because its key has too many
 * @param retraining written by the monitor: models that it asks for
 * @param quality written by the monitor: how good predictions were by their outcomes
 * @param counts written by who scores and read by the monitor, where it does not count predictions itself
 */
public record TopicNames(
        String events,
        String predictions,
        String deadLetters,
        String drift,
        String alerts,
        String shadow,
        String rollouts,
        String models,
        String quarantine,
        String retraining,
        String quality,
        String counts) {
    /** What Kafka allows, less the names {@code .} and {@code ..}. */
    private static final Pattern FORM = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");

    /** The topic a value names. */
    static Optional<String> read(YamlValue value) {
        return value.text(FORM, "a topic name: up to 249 letters, digits, dots, dashes and underscores");
    }

    /** The names a pipeline's topics have unless its file says otherwise. */
    static TopicNames of(String pipeline, String events) {
        return new TopicNames(
                events,
                pipeline + ".predictions",
                pipeline + ".dead-letters",
                pipeline + ".drift",
                pipeline + ".alerts",
                pipeline + ".shadow",
                pipeline + ".rollouts",
                pipeline + ".models",
                pipeline + ".quarantine",
                pipeline + ".retraining",
                pipeline + ".quality",
                pipeline + ".counts");
    }

    TopicNames withPredictions(String topic) {
        return new TopicNames(
                events,
                topic,
                deadLetters,
                drift,
                alerts,
                shadow,
                rollouts,
                models,
                quarantine,
                retraining,
                quality,
                counts);
    }

    List<String> writtenBesidePredictions() {
        return List.of(deadLetters, drift, alerts, shadow, rollouts, models, quarantine, retraining, quality, counts);
    }

    boolean isWritten(String topic) {
        return topic.equals(predictions) || writtenBesidePredictions().contains(topic);
    }
}
