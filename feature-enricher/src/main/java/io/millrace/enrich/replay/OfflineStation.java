package io.millrace.enrich.replay;

import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.JoinedReference;
import io.millrace.enrich.plan.Join;
import io.millrace.enrich.plan.Station;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/**
 * A station over state in memory. Confined to one thread, which may be another than that of the station before: all that they
 * share are the events, which pass through one after the other, and the references, which nobody changes meanwhile.
 */
public final class OfflineStation {
    private final Station station;
    private final Station.Work work;
    private final Map<String, ReferenceTable> references;

    /** @param references by name; kept, not copied */
    OfflineStation(Station station, Map<String, ReferenceTable> references) {
        this.station = station;
        this.work = station.onHeap();
        this.references = references;
    }

    /** Of the key field, as in names of topics: {@code customer-id}. */
    public String name() {
        return station.name();
    }

    /**
     * Fills in what this station knows of an event, and remembers the event.
     *
     * @param event that the stations before have filled in
     * @param settledMillis nobody will come any more with an event that is further before this than the lateness
     */
    public void enrich(Event event, long settledMillis) {
        for (Join join : station.joins()) {
            join(event, join);
        }
        work.enrich(event, settledMillis);
    }

    private void join(Event event, Join join) {
        String of = station.key().text(event.record());
        ReferenceTable table = references.get(join.reference().name());
        GenericRecord holds = of == null || table == null ? null : table.at(of, event.timeMillis());
        event.join(join.index(), holds == null ? null : new JoinedReference(holds, null));
    }

    /** Adds what became of an event. */
    void learn(byte[] key, long timeMillis, double[][] entries, long settledMillis) {
        work.learn(key, timeMillis, entries, settledMillis);
    }
}
