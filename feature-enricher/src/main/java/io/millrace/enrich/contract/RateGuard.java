package io.millrace.enrich.contract;

import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.KeyField;
import java.util.Arrays;
import java.util.Objects;

/**
 * Counts the events of each key, up to a limit in any window (t - within, t] of event time.
 *
 * <p>An event is beyond the limit if, with it, more than that many counted events would lie less than {@code within} apart. It is
 * then not counted itself. So whatever comes, and in whatever order, no window holds more counted events of a key than the limit;
 * and a key that keeps to it has all of its events counted. An event out of order is held against every window that it belongs
 * to, those after it too: who sends the latest first gains nothing by it.
 *
 * <p>Time is cut into pieces [n within, (n + 1) within). An event reads three of its key and writes one, of at most
 * {@code limit} times. Immutable; what was counted is handed in.
 *
 * @param by the key; what the topic is keyed by
 * @param limit of events in a window, at least 1
 * @param withinMillis length of a window, positive
 * @param quarantines whether events beyond the limit are refused
 */
public record RateGuard(KeyField by, int limit, long withinMillis, boolean quarantines) {
    public RateGuard {
        if (limit < 1 || withinMillis < 1) {
            throw new IllegalArgumentException("no rate: " + limit + " within " + withinMillis + " ms");
        }
    }

    /** Counts an event, unless it is beyond the limit: then false. */
    public boolean count(Event event, CountedEvents counted) {
        String key = Objects.requireNonNull(by.text(event.record()), "the contract lets no event without key pass");
        long start = Math.floorDiv(event.timeMillis(), withinMillis) * withinMillis;
        long[] own = with(event.timeMillis(), times(key, start, counted));
        long[] before = times(key, start - withinMillis, counted);
        long[] after = times(key, start + withinMillis, counted);
        if (isBeyond(join(before, own, after), event.timeMillis())) {
            return false;
        }
        counted.put(key, start, new RatePiece(start, withinMillis).write(own));
        return true;
    }

    /** How far behind the latest piece one may be asked for, in milliseconds of event time. */
    public long memoryMillis(long latenessMillis) {
        return Math.addExact(latenessMillis, 2 * withinMillis);
    }

    private long[] times(String key, long start, CountedEvents counted) {
        byte[] piece = start < 0 ? null : counted.get(key, start);
        return piece == null ? new long[0] : new RatePiece(start, withinMillis).read(piece);
    }

    private static long[] with(long time, long[] times) {
        long[] more = Arrays.copyOf(times, times.length + 1);
        more[times.length] = time;
        Arrays.sort(more);
        return more;
    }

    private static long[] join(long[] before, long[] own, long[] after) {
        long[] all = Arrays.copyOf(before, before.length + own.length + after.length);
        System.arraycopy(own, 0, all, before.length, own.length);
        System.arraycopy(after, 0, all, before.length + own.length, after.length);
        return all;
    }

    /**
     * Whether more than the limit lie in one window together with an event.
     *
     * @param times in order, the event's among them
     */
    private boolean isBeyond(long[] times, long time) {
        for (int last = limit; last < times.length; last++) {
            int first = last - limit;
            if (times[first] <= time && time <= times[last] && times[last] - times[first] < withinMillis) {
                return true;
            }
        }
        return false;
    }
}
