package io.millrace.app.pipeline;

import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.enrich.definition.Suggestion;
import io.millrace.schemas.prediction.PredictionSchema;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** Reads {@code predictions}. */
final class PredictionSection {
    private final Optional<String> topic;
    private final Map<String, YamlValue> carry;

    private PredictionSection(Optional<String> topic, Map<String, YamlValue> carry) {
        this.topic = topic;
        this.carry = carry;
    }

    static PredictionSection read(YamlMapping predictions) {
        var topic = predictions.find("topic").flatMap(TopicNames::read);
        var carry = new LinkedHashMap<String, YamlValue>();
        for (var element : predictions.find("carry").flatMap(YamlValue::list).orElse(List.of())) {
            element.text().ifPresent(field -> {
                if (carry.putIfAbsent(field, element) != null) {
                    element.problem("is there twice: \"" + field + "\"");
                }
            });
        }
        predictions.refuseUnknownKeys();
        return new PredictionSection(topic, carry);
    }

    Optional<String> topic() {
        return topic;
    }

    List<String> carry() {
        return List.copyOf(carry.keySet());
    }

    /** Reports what cannot be carried: no field of the event, or a column that predictions have already. */
    void check(Schema event, List<String> features) {
        var fields = event.getFields().stream().map(Schema.Field::name).toList();
        var taken = new HashSet<>(features);
        carry.forEach((field, element) -> {
            if (!fields.contains(field)) {
                element.problem("the event has no field \"" + field + "\"" + Suggestion.didYouMean(field, fields));
            } else if (PredictionSchema.reservedNames().contains(field)) {
                element.problem("every prediction has a column \"" + field + "\" of its own");
            } else if (taken.contains(field)) {
                element.problem("\"" + field + "\" is a feature, every prediction has it already");
            }
        });
    }
}
