package io.millrace.app.fleet;

import io.millrace.app.journal.Line;
import java.time.Duration;

/** Is told what an instance hears and does about rollouts. Implementations are thread-safe and quick. */
public interface FollowListener {
    /** A record of the log was read. */
    void took(Line line);

    /** The log or a model's bytes could not be had for a moment. */
    void disturbed(String why);

    /** A task waited while a change was decided. */
    void held(Duration time);
}
