package io.millrace.benchmarks.scoring;

import java.nio.charset.StandardCharsets;

/**
 * Reads a JSON array of numbers. Most have so few digits that both their digits as a whole number and the power of ten they are
 * divided by are exact doubles, so that one division is rounded as the number must be (Clinger, "How to read floating point numbers
 * accurately", 1990); Java reads the others. Confined to one thread.
 */
final class PointScanner {
    /** Digits of which every number is an exact double. */
    private static final int EXACT_DIGITS = 15;

    /** All that are exact, to the 22nd. */
    private static final double[] POWERS = powers();

    private byte[] text = {};
    private int at;

    private static double[] powers() {
        var powers = new double[23];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    /**
     * The numbers of an array.
     *
     * @param width how many there must be
     * @throws IllegalArgumentException if it is no array of so many numbers
     */
    double[] read(byte[] json, int width) {
        text = json;
        at = 0;
        var row = new double[width];
        require(next() == '[');
        for (int i = 0; i < width; i++) {
            require(i == 0 || next() == ',');
            skipSpace();
            row[i] = number();
        }
        require(next() == ']');
        return row;
    }

    private double number() {
        int start = at;
        boolean negative = at < text.length && text[at] == '-';
        at += negative ? 1 : 0;
        int first = at;
        long digits = 0;
        int decimals = 0;
        boolean fraction = false;
        for (; at < text.length; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
                decimals += fraction ? 1 : 0;
            } else if (text[at] == '.' && !fraction) {
                fraction = true;
            } else {
                break;
            }
        }
        int length = at - first - (fraction ? 1 : 0);
        if (length == 0 || length > EXACT_DIGITS || (at < text.length && (text[at] | 0x20) == 'e')) {
            return byJava(start);
        }
        double value = digits / POWERS[decimals];
        return negative ? -value : value;
    }

    private double byJava(int start) {
        while (at < text.length && text[at] != ',' && text[at] != ']') {
            at++;
        }
        return Double.parseDouble(new String(text, start, at - start, StandardCharsets.US_ASCII));
    }

    private byte next() {
        skipSpace();
        require(at < text.length);
        return text[at++];
    }

    private void skipSpace() {
        while (at < text.length && text[at] <= ' ') {
            at++;
        }
    }

    private static void require(boolean well) {
        if (!well) {
            throw new IllegalArgumentException("no array of so many numbers");
        }
    }
}
