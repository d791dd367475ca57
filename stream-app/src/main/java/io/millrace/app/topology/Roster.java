package io.millrace.app.topology;

import io.millrace.enrich.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which model scores which event, as far as that has been decided. Does not change; safe for concurrent use. */
public interface Roster {
    /**
     * The model that answers for every event of a span of time; null if there is more than one.
     *
     * @param fromMillis event time, inclusive
     * @param toMillis event time, inclusive
     */
    @Nullable
    Served only(long fromMillis, long toMillis);

    /** The model that answers for an event. */
    Served of(Event event);

    /**
     * Whether any event of a span of time may be scored by a model that answers nobody.
     *
     * @param fromMillis event time, inclusive
     * @param toMillis event time, inclusive
     */
    boolean hasShadows(long fromMillis, long toMillis);

    /** Models that score an event as well and answer nobody. */
    List<Served> shadowsOf(Event event);

    /** Whether a model may still be asked for. */
    boolean mayNeed(Served served);

    /** One model scores everything. */
    static Roster of(Served served) {
        return new Roster() {
            @Override
            public Served only(long fromMillis, long toMillis) {
                return served;
            }

            @Override
            public Served of(Event event) {
                return served;
            }

            @Override
            public boolean hasShadows(long fromMillis, long toMillis) {
                return false;
            }

            @Override
            public List<Served> shadowsOf(Event event) {
                return List.of();
            }

            @Override
            public boolean mayNeed(Served other) {
                return other.equals(served);
            }
        };
    }
}
