package io.millrace.drift.sketch;

import io.millrace.sketch.Bits;
import io.millrace.sketch.QuantileSketch;

/**
 * Which values go into a quantile sketch: the first {@value #ALL} all, then one of two, and whenever there are twice as many one of
 * twice as many, in whose stead it stands. It is drawn from each run of so many by a hash of the run's number, so that values that come
 * in turns are not met in step. So 32,768 are drawn of each doubling, and the share of values below any limit is off by 0.0016 (standard
 * deviation) at most from it, which leaves {@link QuantileSketch#RANK_ERROR} what it is (ADR 33).
 *
 * <p>What is drawn follows from the number of values alone, so it is the same wherever the work was interrupted. Not safe for use by
 * several threads.
 */
final class Draw {
    /** So many are all taken: a power of two. */
    static final long ALL = 1 << 16;

    private static final int DOUBLINGS_OF_ALL = Long.numberOfTrailingZeros(ALL);

    private long next;
    private long drawn;

    /** @param before how many values came before the first, not negative */
    Draw(long before) {
        next = before;
        drawn = drawnFrom(before);
    }

    /**
     * Gives a sketch what is drawn of the next values.
     *
     * @param values of which the first are meant
     * @param number how many of them
     */
    void into(QuantileSketch sketch, double[] values, int number) {
        long first = next;
        next += number;
        if (next <= ALL) {
            sketch.add(values, number);
            drawn = drawnFrom(next);
            return;
        }
        while (drawn < next) {
            sketch.addDrawn(values[(int) (drawn - first)], doublings(drawn));
            drawn = drawnFrom(drawn + 1);
        }
    }

    /** The first that is drawn of those from a place on. */
    private static long drawnFrom(long place) {
        int doublings = doublings(place);
        if (doublings == 0) {
            return place;
        }
        long drawnOfRun = drawnOfRun(place >> doublings, doublings);
        if (drawnOfRun >= place) {
            return drawnOfRun;
        }
        long run = (place >> doublings) + 1;
        int doublingsOfNext = doublings(run << doublings);
        return drawnOfRun((run << doublings) >> doublingsOfNext, doublingsOfNext);
    }

    private static long drawnOfRun(long run, int doublings) {
        return (run << doublings) + (Bits.mixed(run) & ((1L << doublings) - 1));
    }

    /** How often what is drawn at a place has been halved: 0 for the first, 1 up to twice as many. */
    private static int doublings(long place) {
        return Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(place >> DOUBLINGS_OF_ALL));
    }
}
