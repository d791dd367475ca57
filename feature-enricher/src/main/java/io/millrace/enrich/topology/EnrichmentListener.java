package io.millrace.enrich.topology;

/** Is told what goes on in an enrichment. Called by stream threads, several at once. */
public interface EnrichmentListener {
    /** Listens to nothing. */
    EnrichmentListener NONE = (station, partition, events) -> {};

    /**
     * The number of events that wait at a station has changed, because senders are behind or have caught up.
     *
     * @param station {@linkplain io.millrace.enrich.plan.Station#name() name} of the station
     * @param partition of its task
     * @param events how many wait now in this task; 0 when it has gone elsewhere
     */
    void held(String station, int partition, long events);

    /** An event was accepted though its key has more than it may. */
    default void beyondRate() {}
}
