package io.millrace.enrich.expression;

/**
 * A part of an expression, evaluated without CEL's runtime: one kind for each type of value, none of them in a box.
 *
 * <p>What CEL calls an error is thrown: {@link ArithmeticException} for an overflow, a division by zero or a number out of
 * range, {@link ClassCastException} for a stored value that is not of its field's type. Operands are evaluated from left to
 * right, so Java asks for the same fields as CEL. Parts are immutable.
 */
sealed interface Part {
    /** A bool. */
    non-sealed interface Truth extends Part {
        boolean of(Reading reading);
    }

    /** An int. */
    non-sealed interface Whole extends Part {
        long of(Reading reading);
    }

    /** A double. */
    non-sealed interface Real extends Part {
        double of(Reading reading);
    }

    /** A string. */
    non-sealed interface Text extends Part {
        String of(Reading reading);
    }

    /**
     * A timestamp.
     *
     * @param since1970 in units of its own
     * @param perSecond how many of them are a second
     */
    record Time(Whole since1970, long perSecond) implements Part {
        static final long MILLIS = 1_000;
        static final long MICROS = 1_000_000;

        /** The second it lies in. */
        long second(Reading reading) {
            return Math.floorDiv(since1970.of(reading), perSecond);
        }

        /** Negative where it is earlier than the other, zero where they are the same, positive where it is later. */
        int compare(Time other, Reading reading) {
            long mine = since1970.of(reading);
            long others = other.since1970.of(reading);
            if (perSecond == other.perSecond) {
                return Long.compare(mine, others);
            }
            int seconds = Long.compare(Math.floorDiv(mine, perSecond), Math.floorDiv(others, other.perSecond));
            return seconds != 0
                    ? seconds
                    : Long.compare(
                            Math.floorMod(mine, perSecond) * other.perSecond,
                            Math.floorMod(others, other.perSecond) * perSecond);
        }
    }
}
