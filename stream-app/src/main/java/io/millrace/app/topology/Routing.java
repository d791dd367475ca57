package io.millrace.app.topology;

/** Says which model scores which event. Safe for concurrent use. */
public interface Routing {
    /**
     * For one task; to be closed by it.
     *
     * @param partition that the task reads
     * @param reachedMillis latest event time that it has scored; -1 if it has scored nothing
     */
    Passage open(int partition, long reachedMillis);

    /** Of one task. Confined to its thread. */
    interface Passage extends AutoCloseable {
        /**
         * Waits as long as it is being decided who scores events of these times, and tells who does. From now on they count as scored.
         *
         * @param millis latest event time of events that are about to be scored
         */
        Roster upTo(long millis);

        @Override
        void close();
    }

    /** One model scores everything, always. */
    static Routing always(Served served) {
        return by(Roster.of(served));
    }

    /** All has been decided. */
    static Routing by(Roster roster) {
        return (partition, reachedMillis) -> new Passage() {
            @Override
            public Roster upTo(long millis) {
                return roster;
            }

            @Override
            public void close() {}
        };
    }
}
