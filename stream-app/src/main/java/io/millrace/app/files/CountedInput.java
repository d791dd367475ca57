package io.millrace.app.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes read from a file, of which another thread may ask. */
final class CountedInput extends FilterInputStream {
    private final AtomicLong count = new AtomicLong();

    CountedInput(InputStream in) {
        super(in);
    }

    long count() {
        return count.get();
    }

    private void add(long bytes) {
        if (bytes > 0) {
            count.addAndGet(bytes);
        }
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        add(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
        int bytes = super.read(target, start, length);
        add(bytes);
        return bytes;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long bytes = super.skip(wanted);
        add(bytes);
        return bytes;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
