package io.millrace.app.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a text as bytes, each ended by a line feed or by the end; a carriage return before it is no part of it. */
final class TextLines {
    /** A line that is longer is none of a table. */
    static final int MOST_BYTES = 16 << 20;

    private final InputStream in;
    private byte[] buffer = new byte[1 << 16];
    private int filled;
    private int start;
    private int end;
    private int following;
    private long number;

    TextLines(InputStream in) {
        this.in = in;
    }

    /** Moves to the next line; false at the end. */
    boolean next() throws IOException {
        start = following;
        int searched = start;
        while (true) {
            for (int i = searched; i < filled; i++) {
                if (buffer[i] == '\n') {
                    return line(i, i + 1);
                }
            }
            searched = filled - start; // in the buffer as it will be
            if (!fill()) {
                return filled > 0 && line(filled, filled);
            }
        }
    }

    private boolean line(int until, int next) {
        number++;
        end = until > start && buffer[until - 1] == '\r' ? until - 1 : until;
        following = next;
        return true;
    }

    /** Moves the beginning of the line to that of the buffer and adds to it; false at the end. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, filled - start);
        filled -= start;
        start = 0;
        following = 0;
        if (filled == buffer.length) {
            if (filled >= MOST_BYTES) {
                throw new IOException("line " + (number + 1) + " has more than " + MOST_BYTES + " bytes");
            }
            buffer = Arrays.copyOf(buffer, 2 * filled);
        }
        int bytes = in.read(buffer, filled, buffer.length - filled);
        filled += Math.max(0, bytes);
        return bytes >= 0;
    }

    /** Holds the line from {@link #start} to {@link #end}, exclusive, until the next. */
    byte[] buffer() {
        return buffer;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Of the line, from 1. */
    long number() {
        return number;
    }
}
