package io.millrace.enrich.plan;

import io.millrace.enrich.contract.Admission;
import io.millrace.enrich.contract.Contract;
import io.millrace.enrich.contract.RateGuard;
import io.millrace.enrich.contract.Rule;
import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.definition.RateDefinition;
import io.millrace.enrich.event.EventTime;
import io.millrace.enrich.event.KeyField;
import io.millrace.enrich.expression.Expression;
import io.millrace.enrich.expression.ExpressionCompiler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks what is said about the events themselves; what it hands out is valid only if no problem was found. */
final class ContractCompiler {
    private final EventDefinition event;
    private final Problems problems;
    private final @Nullable KeyField id;
    private final @Nullable KeyField key;
    private final @Nullable EventTime time;
    private final long skewMillis;
    private final List<Rule> rules;
    private final Admission admission;

    ContractCompiler(EventDefinition event, Problems problems) {
        this.event = event;
        this.problems = problems;
        this.id = problems.keyField("events.id", event.schema(), event.id());
        this.time = time();
        this.key = event.key() == null ? null : problems.keyField("events.key", event.schema(), event.key());
        long lateness = problems.notNegative("events.lateness", event.lateness());
        this.skewMillis = problems.notNegative("events.skew", event.skew());
        problems.positive("events.idle", event.idle());
        Long deduplicate = event.deduplicate() == null
                ? null
                : Long.valueOf(problems.positive("events.deduplicate", event.deduplicate()));
        this.admission = new Admission(lateness, deduplicate, event.rate() == null ? null : rate(event.rate()));
        this.rules = rules();
    }

    Contract contract(int features, int texts, int references) {
        if (id == null || time == null) {
            throw new IllegalStateException("a missing field was not reported");
        }
        return new Contract(id, key, time, skewMillis, rules, features, texts, references);
    }

    Admission admission() {
        return admission;
    }

    private @Nullable EventTime time() {
        Duration unit = event.time().unit();
        if (unit != null) {
            problems.positive("events.time.unit", unit);
        }
        try {
            return EventTime.of(event.schema(), event.time());
        } catch (IllegalArgumentException e) {
            problems.add("events.time", e.getMessage());
            return null;
        }
    }

    private @Nullable RateGuard rate(RateDefinition rate) {
        long within = problems.positive("events.rate.within", rate.within());
        if (rate.limit() < 1 || rate.limit() > RateDefinition.MOST) {
            problems.add("events.rate.limit", "must be from 1 to " + RateDefinition.MOST + ", was " + rate.limit());
        }
        if (event.key() == null) {
            problems.add(
                    "events.rate",
                    "needs `events.key`: events are counted where they are read, and without it nobody knows whether"
                            + " those of one key are read in one place");
            return null;
        }
        KeyField by = rate.by() == null ? key : problems.keyField("events.rate.by", event.schema(), rate.by());
        if (by != null && !by.name().equals(event.key())) {
            problems.add(
                    "events.rate.by",
                    "must be what the topic is keyed by, '" + event.key() + "': events are counted where they are read,"
                            + " and those of one " + by.name() + " are in all partitions; leave `by` out, or key the"
                            + " topic by " + by.name());
        }
        return by == null || rate.limit() < 1
                ? null // which was reported
                : new RateGuard(by, rate.limit(), within, rate.quarantine());
    }

    /** Rules see the event alone: references are joined only to events that have met them. */
    private List<Rule> rules() {
        var compiler = new ExpressionCompiler(event.schema(), time == null ? null : event.time(), Map.of(), null);
        var compiled = new ArrayList<Rule>();
        event.expectations().forEach((name, source) -> {
            Expression condition = problems.condition("events.expect." + name, compiler, source);
            if (condition != null) {
                compiled.add(new Rule(name, source, condition));
            }
        });
        return compiled;
    }
}
