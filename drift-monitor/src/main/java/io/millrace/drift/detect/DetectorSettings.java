package io.millrace.drift.detect;

import java.util.ArrayList;
import java.util.List;

/** Which detector, and its parameters: names, defaults and meaning are River's. */
public sealed interface DetectorSettings {
    /** A detector that has seen nothing. */
    Detector begin();

    /**
     * Adaptive windowing (Bifet and Gavaldà, 2007): keeps as long a window as has one mean. For any number.
     *
     * @param delta how seldom it may be wrong, about; in (0, 1)
     * @param clock looks for a change after every so many values; at least 1
     * @param maxBuckets of one size before two are merged; at least 2
     * @param minWindowLength values on either side of a cut; at least 1
     * @param gracePeriod values before the first look; not negative
     */
    record AdwinSettings(double delta, int clock, int maxBuckets, int minWindowLength, int gracePeriod)
            implements DetectorSettings {
        public static final AdwinSettings DEFAULT = new AdwinSettings(0.002, 32, 5, 5, 10);

        public AdwinSettings {
            var problems = new Problems();
            problems.unless(delta > 0 && delta < 1, "delta must be in (0, 1), was " + delta);
            problems.unless(clock >= 1, "clock must be at least 1, was " + clock);
            problems.unless(maxBuckets >= 2, "max_buckets must be at least 2, was " + maxBuckets);
            problems.unless(minWindowLength >= 1, "min_window_length must be at least 1, was " + minWindowLength);
            problems.unless(gracePeriod >= 0, "grace_period must not be negative, was " + gracePeriod);
            problems.throwIfAny();
        }

        @Override
        public Adwin begin() {
            return new Adwin(this);
        }
    }

    /** Which changes of the mean count. */
    enum Direction {
        UP,
        DOWN,
        BOTH
    }

    /**
     * Page-Hinkley test (Page, 1954): sums how far values are from their mean. For any number.
     *
     * @param minInstances values before the first alarm; at least 1
     * @param delta a change this small is none; not negative
     * @param threshold of the sum; positive
     * @param alpha what is kept of the sum with each value; in (0, 1]
     * @param mode two-sided for {@link Direction#BOTH}
     */
    record PageHinkleySettings(int minInstances, double delta, double threshold, double alpha, Direction mode)
            implements DetectorSettings {
        public static final PageHinkleySettings DEFAULT =
                new PageHinkleySettings(30, 0.005, 50, 1 - 0.0001, Direction.BOTH);

        public PageHinkleySettings {
            var problems = new Problems();
            problems.unless(minInstances >= 1, "min_instances must be at least 1, was " + minInstances);
            problems.unless(delta >= 0 && Double.isFinite(delta), "delta must not be negative, was " + delta);
            problems.unless(threshold > 0, "threshold must be positive, was " + threshold);
            problems.unless(alpha > 0 && alpha <= 1, "alpha must be in (0, 1], was " + alpha);
            problems.throwIfAny();
        }

        @Override
        public PageHinkley begin() {
            return new PageHinkley(this);
        }
    }

    /**
     * Kolmogorov-Smirnov windowing (Raab, Heusinger, Schleif, 2020): the last values against as many drawn from those before. For any
     * number.
     *
     * @param alpha significance; in (0, 1)
     * @param windowSize values that are kept; at least twice {@code statSize}, at most {@link #MOST_VALUES}
     * @param statSize values compared; at least 2
     * @param seed of what is drawn: as {@code seed} of River, which draws without one if none is given
     */
    record KswinSettings(double alpha, int windowSize, int statSize, long seed) implements DetectorSettings {
        public static final KswinSettings DEFAULT = new KswinSettings(0.005, 100, 30, 0);

        /** What bounds the state: 8 bytes each. */
        public static final int MOST_VALUES = 10_000;

        public KswinSettings {
            var problems = new Problems();
            problems.unless(alpha > 0 && alpha < 1, "alpha must be in (0, 1), was " + alpha);
            problems.unless(statSize >= 2, "stat_size must be at least 2, was " + statSize);
            problems.unless(
                    windowSize >= 2L * statSize && windowSize <= MOST_VALUES,
                    "window_size must be from twice stat_size to " + MOST_VALUES + ", was " + windowSize);
            problems.throwIfAny();
        }

        @Override
        public Kswin begin() {
            return new Kswin(this);
        }
    }

    /**
     * Drift detection method (Gama et al., 2004): the error rate against the lowest it was. For errors of a model.
     *
     * @param warmStart outcomes before the first alarm; at least 1
     * @param warningThreshold standard deviations above the lowest rate; positive
     * @param driftThreshold the same; not below the other
     */
    record DdmSettings(int warmStart, double warningThreshold, double driftThreshold) implements DetectorSettings {
        public static final DdmSettings DEFAULT = new DdmSettings(30, 2, 3);

        public DdmSettings {
            var problems = new Problems();
            problems.unless(warmStart >= 1, "warm_start must be at least 1, was " + warmStart);
            problems.unless(warningThreshold > 0, "warning_threshold must be positive, was " + warningThreshold);
            problems.unless(
                    driftThreshold >= warningThreshold,
                    "drift_threshold must not be below warning_threshold, was " + driftThreshold);
            problems.throwIfAny();
        }

        @Override
        public Ddm begin() {
            return new Ddm(this);
        }
    }

    /**
     * Early drift detection method (Baena-García et al., 2006): the distance between errors against the longest it was. For errors of
     * a model.
     *
     * @param warmStart errors before the first alarm; at least 1
     * @param alpha a distance below this part of the longest is a warning; in (0, 1]
     * @param beta the same for drift; not above alpha
     */
    record EddmSettings(int warmStart, double alpha, double beta) implements DetectorSettings {
        public static final EddmSettings DEFAULT = new EddmSettings(30, 0.95, 0.9);

        public EddmSettings {
            var problems = new Problems();
            problems.unless(warmStart >= 1, "warm_start must be at least 1, was " + warmStart);
            problems.unless(alpha > 0 && alpha <= 1, "alpha must be in (0, 1], was " + alpha);
            problems.unless(beta > 0 && beta <= alpha, "beta must be positive and not above alpha, was " + beta);
            problems.throwIfAny();
        }

        @Override
        public Eddm begin() {
            return new Eddm(this);
        }
    }

    /** Everything that is wrong with settings, told at once. */
    final class Problems {
        private final List<String> problems = new ArrayList<>();

        private Problems() {}

        void unless(boolean right, String problem) {
            if (!right) {
                problems.add(problem);
            }
        }

        void throwIfAny() {
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
        }
    }
}
