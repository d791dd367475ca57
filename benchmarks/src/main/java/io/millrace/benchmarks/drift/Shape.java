package io.millrace.benchmarks.drift;

/** How numbers of a feature are distributed without drift. */
enum Shape {
    NORMAL(50, 10) {
        @Override
        double draw(Draws draws) {
            return mean() + stddev() * draws.normal();
        }
    },
    /** Amounts: e^3 in the middle, few large ones. */
    LOGNORMAL(lognormalMean(), lognormalStddev()) {
        @Override
        double draw(Draws draws) {
            return StrictMath.exp(MEAN_OF_LOGARITHM + SPREAD_OF_LOGARITHM * draws.normal());
        }
    },
    UNIFORM(0.5, Math.sqrt(1.0 / 12)) {
        @Override
        double draw(Draws draws) {
            return draws.uniform();
        }
    },
    /** Poisson's, three on average. */
    COUNT(3, Math.sqrt(3)) {
        @Override
        double draw(Draws draws) {
            int count = -1;
            for (double product = 1; product > NONE_OF_THREE; product *= draws.uniform()) {
                count++;
            }
            return count;
        }
    },
    /** One in twenty is 1, the others are 0. */
    FLAG(0.05, Math.sqrt(0.05 * 0.95)) {
        @Override
        double draw(Draws draws) {
            return draws.happens(mean()) ? 1 : 0;
        }
    },
    /** Normal, and one in twenty is missing. */
    GAPPY(0, 1) {
        @Override
        double draw(Draws draws) {
            double value = draws.normal();
            return draws.happens(0.05) ? Double.NaN : value;
        }
    };

    private static final double MEAN_OF_LOGARITHM = 3;
    private static final double SPREAD_OF_LOGARITHM = 0.6;
    private static final double NONE_OF_THREE = StrictMath.exp(-3);

    private final double mean;
    private final double stddev;

    Shape(double mean, double stddev) {
        this.mean = mean;
        this.stddev = stddev;
    }

    private static double lognormalMean() {
        return StrictMath.exp(MEAN_OF_LOGARITHM + SPREAD_OF_LOGARITHM * SPREAD_OF_LOGARITHM / 2);
    }

    private static double lognormalStddev() {
        return lognormalMean() * Math.sqrt(StrictMath.exp(SPREAD_OF_LOGARITHM * SPREAD_OF_LOGARITHM) - 1);
    }

    double mean() {
        return mean;
    }

    double stddev() {
        return stddev;
    }

    /** A value; NaN where it is missing. */
    abstract double draw(Draws draws);
}
