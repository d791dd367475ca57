package io.millrace.sandbox.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One line of progress that rewrites itself, once a second at most; none where nobody looks. Confined to one thread. */
final class ProgressLine {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter out;
    private final boolean interactive;
    private long shownNanos = System.nanoTime();
    private boolean shown;

    /** @param interactive whether the line can be redrawn */
    ProgressLine(PrintWriter out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    void show(long events) {
        var now = System.nanoTime();
        if (interactive && now - shownNanos >= EVERY_NANOS) {
            shownNanos = now;
            shown = true;
            out.printf(Locale.ROOT, "\r%,d events", events);
            out.flush();
        }
    }

    void end() {
        if (shown) {
            out.println();
            out.flush();
        }
    }
}
