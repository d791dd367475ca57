package io.millrace.app.command;

import io.millrace.app.replay.Replay;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with rate and time left on standard error; nothing where nobody looks. */
final class ConsoleProgress implements Replay.Progress, AutoCloseable {
    private final @Nullable ProgressBar bar;

    ConsoleProgress(String task) {
        this.bar = !Terminal.isInteractive()
                ? null
                : new ProgressBarBuilder()
                        .setTaskName(task)
                        .setStyle(ProgressBarStyle.ASCII)
                        .showSpeed()
                        .build();
    }

    @Override
    public void at(long done, long total) {
        if (bar != null) {
            bar.maxHint(total);
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
