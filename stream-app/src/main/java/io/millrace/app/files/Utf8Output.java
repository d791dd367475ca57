package io.millrace.app.files;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Text and numbers as UTF-8, gathered for a stream in large pieces. Confined to one thread. */
final class Utf8Output implements AutoCloseable {
    /** More than any number takes. */
    private static final int MOST_NUMBER_BYTES = 32;

    /** Numbers as Java writes them have an exponent below this, zero excepted. */
    private static final double LEAST_WITHOUT_EXPONENT = 1e-3;

    /** And from this on. */
    private static final double LEAST_WITH_EXPONENT = 1e7;

    /** Four decimals. */
    private static final int DECIMAL_UNITS = 10_000;

    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 16];
    private int length;

    Utf8Output(OutputStream out) {
        this.out = out;
    }

    void ascii(char c) throws IOException {
        room(1);
        buffer[length++] = (byte) c;
    }

    void text(String text) throws IOException {
        if (text.length() > buffer.length) {
            flush();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            return;
        }
        room(text.length());
        int start = length;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                length = start;
                other(text);
                return;
            }
            buffer[length++] = (byte) c;
        }
    }

    private void other(String text) throws IOException {
        flush();
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    void number(long number) throws IOException {
        room(MOST_NUMBER_BYTES);
        length = NumberOutput.outputLong(number, buffer, length);
    }

    /** The shortest text that is read as the same number; Java's own, before 19, is slower by a factor and not the shortest. */
    void number(double number) throws IOException {
        if (!fewDecimals(number)) {
            text(NumberOutput.toString(number, true));
        }
    }

    /**
     * Amounts and shares have few decimals, and then there is nothing to search for: a text of so few digits that is read as
     * the number is the shortest. Does nothing and returns false for other numbers, and for those that are written with an
     * exponent.
     */
    private boolean fewDecimals(double number) throws IOException {
        double size = Math.abs(number);
        if (!(size >= LEAST_WITHOUT_EXPONENT && size < LEAST_WITH_EXPONENT)) { // NaN too
            return false;
        }
        long whole = (long) Math.rint(size * DECIMAL_UNITS);
        if ((double) whole / DECIMAL_UNITS != size) {
            return false;
        }
        if (number < 0) {
            ascii('-');
        }
        number(whole / DECIMAL_UNITS);
        ascii('.');
        int rest = (int) (whole % DECIMAL_UNITS);
        int unit = DECIMAL_UNITS;
        do {
            unit /= 10;
            ascii((char) ('0' + rest / unit));
            rest %= unit;
        } while (rest > 0);
        return true;
    }

    void number(float number) throws IOException {
        text(NumberOutput.toString(number, true));
    }

    private void room(int bytes) throws IOException {
        if (buffer.length - length < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }

    @Override
    public void close() throws IOException {
        try (out) {
            flush();
        }
    }
}
