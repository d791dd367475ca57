package io.millrace.app.command;

import io.millrace.app.replay.Replay;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with rows, rate, share and time left on standard error; nothing where nobody looks. */
final class ConsoleProgress implements Replay.Progress, AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long begunNanos = System.nanoTime();
    private final @Nullable ProgressBar bar;

    /**
     * A bar that begins now.
     *
     * @param unit what the share is a share of
     * @param size of the unit
     */
    ConsoleProgress(String task, String unit, long size) {
        this.bar = !Terminal.showsErrors()
                ? null
                : new ProgressBarBuilder()
                        .setTaskName(task)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUnit(unit, size)
                        .build();
    }

    @Override
    public void at(long events, long done, long total) {
        if (bar != null) {
            double seconds = (System.nanoTime() - begunNanos) / NANOS_PER_SECOND;
            bar.maxHint(total);
            bar.setExtraMessage(String.format(Locale.ROOT, " %,d rows, %,.0f/s", events, events / seconds));
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
