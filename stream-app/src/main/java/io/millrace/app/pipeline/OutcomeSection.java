package io.millrace.app.pipeline;

import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.expression.ExpressionCompiler;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code outcomes}.
 *
 * @param definition null where there are none, or they cannot be read
 * @param unreadable whether they cannot be read
 */
record OutcomeSection(@Nullable OutcomeDefinition definition, boolean unreadable) {
    static final OutcomeSection NONE = new OutcomeSection(null, false);

    /** Events are kept this long for their outcomes. */
    static final Duration MAX_WITHIN = Duration.ofDays(3650);

    static final Duration DEFAULT_WITHIN = Duration.ofDays(45);

    /** Outcomes as young as this are seldom what a feature is about, and waiting for them costs time. */
    static final Duration DEFAULT_SETTLE = Duration.ofMinutes(1);

    static OutcomeSection read(YamlMapping outcomes, SchemaFiles schemas) {
        return definition(outcomes, schemas)
                .map(definition -> new OutcomeSection(definition, false))
                .orElse(new OutcomeSection(null, true));
    }

    /** Whether an expression uses a label that could not be read, and so cannot be judged. */
    boolean isUnreadableIn(String expression) {
        return unreadable && expression.contains(ExpressionCompiler.LABEL);
    }

    private static Optional<OutcomeDefinition> definition(YamlMapping outcomes, SchemaFiles schemas) {
        var topic = outcomes.require("topic").flatMap(TopicNames::read).orElse(EventSection.UNKNOWN);
        var schema = outcomes.require("schema").flatMap(schemas::read);
        var id = outcomes.require("id").flatMap(YamlValue::text);
        var label = outcomes.require("label").flatMap(YamlValue::text);
        var time = outcomes.find("time").flatMap(YamlValue::text);
        var within = outcomes.find("within").flatMap(v -> v.duration(Duration.ofMillis(1), MAX_WITHIN));
        var settle = outcomes.find("settle").flatMap(v -> v.duration(Duration.ZERO, MAX_WITHIN));
        outcomes.refuseUnknownKeys();
        return schema.flatMap(s -> id.flatMap(i -> label.map(l -> new OutcomeDefinition(
                topic, s, i, l, time.orElse(null), within.orElse(DEFAULT_WITHIN), settle.orElse(DEFAULT_SETTLE)))));
    }
}
