package io.millrace.enrich.progress;

/**
 * How events, and what became of others, get through a {@linkplain Gate gate}: at once if it is open for them and nobody waits that
 * goes before them, else by time, and among equal times labels first and then in order of arrival. Confined to one thread.
 *
 * @param <E> an event as its station knows it
 */
public final class Passage<E> {
    /**
     * So many held events leave in one go; the others follow with the next one. All of a backlog at once would take longer than a
     * transaction may.
     */
    public static final int MOST_AT_ONCE = 1_000;

    /** Part of the arrival of every event: of equal times, labels go first, and the two are counted apart. */
    private static final long EVENT = 1L << 62;

    private final Gate gate;
    private final HeldEvents held;
    private final Exit<E> exit;

    /** Where events leave. */
    public interface Exit<E> {
        /** Everything an event is, to be kept while it waits. */
        byte[] pack(E event);

        E unpack(byte[] packed);

        /** Completes an event and sends it on. */
        void leave(E event);
    }

    public Passage(Gate gate, HeldEvents held, Exit<E> exit) {
        this.gate = gate;
        this.held = held;
        this.exit = exit;
    }

    /**
     * Takes an event that has been added to the histories. What its sender said with it has been heard by the gate already; what
     * that opened the gate for leaves with the next {@link #release}.
     *
     * @param arrival greater than that of any event that arrived before; 0 or more
     */
    public void arrive(E event, long timeMillis, long arrival) {
        pass(event, timeMillis, EVENT | arrival, gate.open());
    }

    /**
     * Takes what became of an event, which then leaves before every event of that time or later.
     *
     * @param arrival greater than that of any that arrived before; 0 or more
     */
    public void arriveLabel(E label, long timeMillis, long arrival) {
        pass(label, timeMillis, arrival, gate.settled());
    }

    private void pass(E passing, long timeMillis, long arrival, long open) {
        if (timeMillis <= open && timeMillis < held.earliestMillis()) {
            exit.leave(passing);
        } else {
            held.hold(timeMillis, arrival, exit.pack(passing));
            release();
        }
    }

    /** Lets go what the gate is open for by now, but at most {@link #MOST_AT_ONCE}. */
    public void release() {
        held.release(this::isReady, MOST_AT_ONCE, packed -> exit.leave(exit.unpack(packed)));
    }

    private boolean isReady(long timeMillis, long arrival) {
        return timeMillis <= ((arrival & EVENT) != 0 ? gate.open() : gate.settled());
    }

    /** Whether the gate is open for more than left in one go. */
    public boolean hasMore() {
        return held.earliestMillis() <= gate.open() && !held.isEmpty();
    }

    /** How many events wait. */
    public long held() {
        return held.count();
    }

    /** What will still leave happened then or later, as far as the senders' input is in order. */
    public long reached() {
        return Math.min(gate.reached(), held.earliestMillis());
    }

    /**
     * The latest event time, inclusive, at which an event would have all it needs: the gate is open for it, and everything that
     * goes before it has gone.
     */
    public long complete() {
        return held.isEmpty() ? gate.open() : Math.min(gate.open(), held.earliestMillis() - 1);
    }

    /** Whether nothing waits and nobody sends. */
    public boolean idle() {
        return gate.idle() && held.isEmpty();
    }
}
