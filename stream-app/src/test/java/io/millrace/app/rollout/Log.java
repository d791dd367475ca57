package io.millrace.app.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.rollout.Entry.Changed;
import io.millrace.app.rollout.Entry.Loaded;
import io.millrace.app.rollout.Entry.Prepared;
import io.millrace.app.rollout.Entry.Reached;
import io.millrace.app.rollout.Entry.Registered;
import io.millrace.app.rollout.Entry.Withdrawn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entries one after the other, and what holds after them. */
public final class Log {
    private RolloutState state = RolloutState.EMPTY;
    private int written;

    /** Sixty-four times the same digit. */
    public static String digest(char digit) {
        return String.valueOf(digit).repeat(64);
    }

    public static ModelVersion version(char digit) {
        return new ModelVersion("fraud", "v" + digit, digest(digit), "p[1]", 0.5, "models/" + digit);
    }

    public Note note() {
        written++;
        return new Note("id-" + written, Instant.ofEpochMilli(written), "ann", "because");
    }

    public RolloutState state() {
        return state;
    }

    /** Why the entry changes nothing; null if it does what it says. */
    public @Nullable String write(Entry entry) {
        var step = state.after(entry);
        state = step.next();
        return step.refusal();
    }

    void taken(Entry entry) {
        assertThat(write(entry)).isNull();
    }

    public void register(char digit) {
        taken(new Registered(note(), version(digit), List.of(new ModelPart("m.onnx", 7))));
    }

    /** The champion of all events. */
    public void begin(char digit) {
        register(digit);
        taken(new Changed(note(), null, new Change.Promote(digest(digit)), 0));
    }

    /** Two partitions' progress is known. */
    String prepare(long first, long second) {
        var note = note();
        taken(new Prepared(note, 2));
        taken(new Reached(note(), note.id(), "one", Map.of(0, first)));
        taken(new Reached(note(), note.id(), "two", Map.of(1, second)));
        return note.id();
    }

    /** Why it changes nothing; null if it holds from that time on. */
    public @Nullable String change(Change change, long fromMillis) {
        var preparation = prepare(fromMillis - 1, Math.max(-1, fromMillis - 10));
        return write(new Changed(note(), preparation, change, fromMillis));
    }

    Loaded loaded(char digit, String instance) {
        return new Loaded(note(), digest(digit), instance);
    }

    Withdrawn withdrawn(String preparation) {
        return new Withdrawn(note(), preparation);
    }
}
