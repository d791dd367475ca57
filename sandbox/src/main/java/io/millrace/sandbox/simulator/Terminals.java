package io.millrace.sandbox.simulator;

import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The terminals of a world, uniform on the grid, two per customer as in the handbook (10 000 for 5 000).
 *
 * <p>The handbook lets a customer reach terminals within 5 units. With fewer terminals on the same grid that would leave
 * too few to choose from, so the reach grows until their mean number is the handbook's: the distance D of two points drawn
 * uniformly in a unit square satisfies, for d in [0, 1],
 * <pre>P(D &lt;= d) = pi d^2 - (8/3) d^3 + d^4 / 2</pre>
 * (Ghosh, 1951), of which both sides are known but d.
 */
final class Terminals {
    private static final double PER_CUSTOMER = 2;
    private static final double HANDBOOK_REACHABLE = 10_000 * shareWithin(5 / CardHolder.GRID);

    private final double[] x;
    private final double[] y;
    private final double radius;

    Terminals(long seed, int customers) {
        var count = (int) (PER_CUSTOMER * customers);
        this.x = new double[count];
        this.y = new double[count];
        for (var terminal = 0; terminal < count; terminal++) {
            var random = Seeds.random(seed, "terminal", terminal);
            x[terminal] = Seeds.uniform(random, 0, CardHolder.GRID);
            y[terminal] = Seeds.uniform(random, 0, CardHolder.GRID);
        }
        this.radius = radiusFor(count);
    }

    int count() {
        return x.length;
    }

    /** How far a customer goes, in grid units; 5 for the handbook's 10 000 terminals, the whole grid where all are too few. */
    double radius() {
        return radius;
    }

    /** The terminals whose distance from a point is less than the radius, ascending. */
    int[] reachableFrom(double homeX, double homeY) {
        return IntStream.range(0, count())
                .filter(terminal -> {
                    var dx = x[terminal] - homeX;
                    var dy = y[terminal] - homeY;
                    return dx * dx + dy * dy < radius * radius;
                })
                .toArray();
    }

    static String id(int terminal) {
        return String.format(Locale.ROOT, "t-%06d", terminal);
    }

    private static double radiusFor(int terminals) {
        if (terminals * shareWithin(1) <= HANDBOOK_REACHABLE) {
            return 2 * CardHolder.GRID; // beyond the diagonal
        }
        var low = 0.0;
        var high = 1.0;
        for (var step = 0; step < 60; step++) { // bisection to the last bit: the share grows with the distance
            var middle = (low + high) / 2;
            if (terminals * shareWithin(middle) < HANDBOOK_REACHABLE) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high * CardHolder.GRID;
    }

    private static double shareWithin(double d) {
        return d * d * (StrictMath.PI - 8 * d / 3 + d * d / 2);
    }
}
