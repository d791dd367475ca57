package io.millrace.enrich.replay;

import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Stage;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.EventTime;
import io.millrace.enrich.event.KeyField;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.label.LabelJoin;
import io.millrace.enrich.label.LabelledFacts;
import io.millrace.enrich.label.OutcomeContract;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.plan.Station;
import io.millrace.enrich.progress.HeldEvents;
import io.millrace.enrich.state.InMemoryOrderedStore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * The label stage without a broker. An outcome that says itself when it became known counts from then on; any other is known
 * with its event. Confined to one thread.
 */
final class OfflineLabels implements LabelJoin.Exit<GenericRecord, OfflineLabels.Reported> {
    private final FeaturePlan plan;
    private final OutcomeDefinition definition;
    private final OutcomeContract contract;
    private final KeyField id;
    private final EventTime time;
    private final List<OfflineStation> work;
    private final Consumer<Verdict.Rejected> rejected;
    private final LabelJoin<GenericRecord, Reported> join;
    private final Map<String, Reported> untimed = new HashMap<>();
    private final PriorityQueue<Matched> settling = new PriorityQueue<>(
            Comparator.comparingLong(Matched::countsFromMillis).thenComparingLong(Matched::arrival));
    private long reachedMillis;
    private long arrivals;

    /** What became of an event, for one station, until it counts. */
    private record Matched(long countsFromMillis, long arrival, Runnable learn) {}

    /** An outcome and where it was read. */
    record Reported(GenericRecord record, Origin origin) {
        /** Since when it is known; {@link Origin#UNPUBLISHED} if nobody says so, and it is known with its event. */
        long knownMillis(OutcomeContract contract) {
            return contract.knownMillis(record, origin.timestampMillis());
        }
    }

    OfflineLabels(
            FeaturePlan plan,
            OutcomeDefinition definition,
            List<OfflineStation> work,
            Consumer<Verdict.Rejected> rejected) {
        var event = plan.definitions().event();
        long lateness = plan.admission().latenessMillis();
        long within = definition.within().toMillis();
        this.plan = plan;
        this.definition = definition;
        this.contract = new OutcomeContract(definition, event.skew().toMillis());
        this.id = KeyField.of(definition.schema(), definition.id());
        this.time = EventTime.of(event.schema(), event.time());
        this.work = work;
        this.rejected = rejected;
        this.join = new LabelJoin<>(
                within,
                lateness,
                new LabelMemory.Events(),
                new LabelMemory.Outcomes<>(),
                new HeldEvents(new InMemoryOrderedStore()),
                this);
    }

    void outcome(GenericRecord record, Origin origin, long nowMillis) {
        var reported = new Reported(record, origin);
        if (reported.knownMillis(contract) == Origin.UNPUBLISHED) {
            String of = id.text(record);
            if (of == null) {
                rejected(reported, RejectionReason.MISSING_ID, id.name() + " is null");
            } else if (untimed.putIfAbsent(of, reported) != null) {
                rejected(reported, RejectionReason.DUPLICATE_OUTCOME, "another outcome of this id waits for its event");
            }
            return;
        }
        tell(reported, origin.timestampMillis(), nowMillis);
        join.reached(reachedMillis, reachedMillis);
    }

    private void tell(Reported reported, long otherwiseKnownMillis, long nowMillis) {
        var checked = contract.check(reported.record(), otherwiseKnownMillis, nowMillis);
        if (checked instanceof OutcomeContract.Checked.Accepted accepted) {
            var outcome = accepted.outcome();
            join.outcome(outcome.id(), outcome.knownMillis(), arrivals++, reported);
        } else if (checked instanceof OutcomeContract.Checked.Refused refused) {
            rejected(reported, refused.reason(), refused.detail());
        }
    }

    /** Before an event of that time passes any station: what counts from then on or before is learnt. */
    void reached(long timeMillis) {
        for (Matched next = settling.peek();
                next != null && next.countsFromMillis() <= timeMillis;
                next = settling.peek()) {
            settling.remove().learn().run();
        }
    }

    /** An event that has passed all stations. */
    void event(Event event, long streamTimeMillis, long nowMillis) {
        reachedMillis = streamTimeMillis;
        join.event(event.id(), event.timeMillis(), event.record());
        @Nullable Reported known = untimed.remove(event.id());
        if (known != null) {
            tell(known, event.timeMillis(), nowMillis);
        }
        join.reached(streamTimeMillis, streamTimeMillis);
    }

    @Override
    public void matched(GenericRecord event, Reported outcome) {
        var facts = new LabelledFacts(event, outcome.record().get(definition.label()));
        long said = outcome.knownMillis(contract);
        long known = said == Origin.UNPUBLISHED ? time.millis(event) : said;
        long countsFrom = known + definition.settle().toMillis();
        for (int i = 0; i < work.size(); i++) {
            Station station = plan.stations().get(i);
            byte[] key = station.key().bytes(event);
            if (station.readsLabels() && key != null) {
                OfflineStation at = work.get(i);
                double[][] entries = station.labelled(facts);
                settling.add(new Matched(
                        countsFrom, arrivals++, () -> at.learn(key, time.millis(event), entries, reachedMillis)));
            }
        }
    }

    @Override
    public void rejected(Reported outcome, RejectionReason reason, String detail) {
        rejected.accept(new Verdict.Rejected(outcome.origin(), reason, detail, Stage.OUTCOME));
    }
}
