package io.millrace.app.replay;

import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.label.OutcomeContract;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of events, as far as anybody knows: what a model is trained to say. Of several outcomes of an event the first counts, if it
 * became known within the time that the pipeline allows; what it made known is not held back from earlier events, as it is from their
 * features. Not thread-safe while it is being filled.
 */
final class Truths {
    /** Column of what became of an event. */
    static final String OUTCOME = "outcome";

    /** Column of since when that is known. */
    static final String OUTCOME_TIME = "outcome_time";

    private final OutcomeDefinition definition;
    private final OutcomeContract contract;
    private final Map<String, Truth> byEvent = new HashMap<>();

    /**
     * What became of an event.
     *
     * @param label a Boolean or a Number
     * @param knownMillis since when that is known; null if nobody says so
     */
    record Truth(Object label, @Nullable Long knownMillis) {}

    /** @param skewMillis how far ahead of the clock an outcome may be, inclusive */
    Truths(OutcomeDefinition definition, long skewMillis) {
        this.definition = definition;
        this.contract = new OutcomeContract(definition, skewMillis);
    }

    /** The columns that tell of them in a table, null where nobody knows. */
    List<Schema.Field> columns() {
        var label = definition.schema().getField(definition.label()).schema();
        return List.of(
                column(OUTCOME, withoutNull(label), "What became of the event; null if nobody knows, or knew in time."),
                column(
                        OUTCOME_TIME,
                        LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)),
                        "Since when that is known; null if nobody says so."));
    }

    private static Schema.Field column(String name, Schema type, String doc) {
        return new Schema.Field(
                name, Schema.createUnion(Schema.create(Schema.Type.NULL), type), doc, JsonProperties.NULL_VALUE);
    }

    private static Schema withoutNull(Schema type) {
        return type.isUnion()
                ? type.getTypes().stream()
                        .filter(each -> each.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                : type;
    }

    /**
     * Takes outcomes.
     *
     * @param outcomes in the order in which they became known
     * @return those that say nothing of any event, as bad rows
     */
    List<BadRow> take(Collection<Arrival> outcomes, long nowMillis) {
        var bad = new ArrayList<BadRow>();
        for (var arrival : outcomes) {
            if (arrival instanceof Arrival.Outcome outcome) {
                boolean timed =
                        contract.knownMillis(outcome.record(), outcome.origin().timestampMillis())
                                != Origin.UNPUBLISHED;
                var checked = contract.check(
                        outcome.record(), timed ? outcome.origin().timestampMillis() : 0, nowMillis);
                if (checked instanceof OutcomeContract.Checked.Accepted accepted) {
                    var known = accepted.outcome();
                    byEvent.putIfAbsent(known.id(), new Truth(known.label(), timed ? known.knownMillis() : null));
                } else if (checked instanceof OutcomeContract.Checked.Refused refused) {
                    bad.add(BadRow.at(outcome.origin(), refused.reason().code(), refused.detail()));
                }
            }
        }
        return bad;
    }

    /** What became of an event; null if nobody knows, or knew in time. */
    @Nullable
    Truth of(Event event) {
        var truth = byEvent.get(event.id());
        return truth == null
                        || (truth.knownMillis != null
                                && truth.knownMillis - event.timeMillis()
                                        > definition.within().toMillis())
                ? null
                : truth;
    }
}
