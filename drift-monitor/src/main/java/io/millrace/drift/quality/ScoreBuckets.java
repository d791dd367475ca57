package io.millrace.drift.quality;

/**
 * Where scores that are probabilities are counted: fine where few rows are, near 0 and near 1. From 2^-25 up to one half each
 * doubling has {@value #PER_DOUBLING} buckets of one width, so that a bucket is at most 1/32 as wide as its scores are; below there is one.
 * Above one half it is the same seen from 1. Bounds are exact doubles; the same in every version, for counts are kept.
 */
final class ScoreBuckets {
    private static final int BITS = 5;
    private static final int PER_DOUBLING = 1 << BITS;
    private static final int LOWEST_EXPONENT = -25;
    private static final int DROPPED_BITS = 52 - BITS;
    private static final int DOUBLINGS = -1 - LOWEST_EXPONENT;
    private static final long FIRST_BITS = Double.doubleToRawLongBits(0x1p-25) >>> DROPPED_BITS;

    /** Buckets below one half. */
    private static final int HALF = 1 + DOUBLINGS * PER_DOUBLING;

    /** How many there are. */
    static final int COUNT = 2 * HALF;

    private ScoreBuckets() {}

    /** Whether there is a bucket for it: in [0, 1]. */
    static boolean has(double score) {
        return score >= 0 && score <= 1;
    }

    /**
     * The bucket of a score; never lower for a higher one.
     *
     * @param score in [0, 1]
     */
    static int indexOf(double score) {
        return score < 0.5 ? fromZero(score) : COUNT - 1 - fromZero(1 - score);
    }

    /** One half itself is with what is next to it. */
    private static int fromZero(double score) {
        if (score < 0x1p-25) {
            return 0;
        }
        return (int) Math.min(HALF - 1, 1 + (Double.doubleToRawLongBits(score) >>> DROPPED_BITS) - FIRST_BITS);
    }

    /** The lower bound of a bucket; below one half it belongs to the bucket, above to the one before. */
    static double lower(int bucket) {
        return bucket < HALF ? bound(bucket) : 1 - bound(COUNT - bucket);
    }

    /** The upper bound of a bucket. */
    static double upper(int bucket) {
        return bucket < HALF ? bound(bucket + 1) : 1 - bound(COUNT - 1 - bucket);
    }

    static double width(int bucket) {
        return upper(bucket) - lower(bucket);
    }

    private static double bound(int bucket) {
        return bucket == 0 ? 0 : Double.longBitsToDouble((FIRST_BITS + bucket - 1) << DROPPED_BITS);
    }
}
