package io.millrace.sandbox.publish;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** When the events of a stream are sent, and when there is an end of it. */
@FunctionalInterface
public interface Pace {

    /**
     * Waits until an event is due.
     *
     * @param index of the event in its stream, from 0, in ascending order
     * @return false if the event shall not be sent, and none after it
     */
    boolean await(long index) throws InterruptedException;

    /** All events as fast as they can be sent. */
    static Pace unlimited() {
        return index -> true;
    }

    /**
     * So many events per second for so long, beginning with the first call. Event i is due i / rate seconds after event 0;
     * one that is overdue is sent at once, so a pause is made up for and the rate holds on average.
     *
     * @param eventsPerSecond positive
     * @param duration        no event is due at its end or later
     */
    static Pace steady(double eventsPerSecond, Duration duration) {
        return steady(eventsPerSecond, duration, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    static Pace steady(double eventsPerSecond, Duration duration, LongSupplier nanoTime, Sleeper sleeper) {
        if (!(eventsPerSecond > 0)) {
            throw new IllegalArgumentException("eventsPerSecond must be positive, was " + eventsPerSecond);
        }
        return new SteadyPace(eventsPerSecond, duration.toNanos(), nanoTime, sleeper);
    }

    /** Sleeps for at least about so many nanoseconds. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(long nanos) throws InterruptedException;
    }
}
