package io.millrace.app.fleet;

import io.millrace.app.journal.Line;
import io.millrace.app.rollout.Entry;
import io.millrace.app.rollout.RolloutState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rollout log tells, as people and programs are told.
 *
 * @param entries in their order
 */
public record History(List<Told> entries) {
    /**
     * An entry.
     *
     * @param text in one line
     * @param refusal why it changed nothing; null if it did what it says
     * @param change null if it changed nothing of who scores what
     */
    public record Told(
            long offset,
            String at,
            String actor,
            String reason,
            String text,
            @Nullable String refusal,
            @Nullable Changes change) {}

    /**
     * What was written.
     *
     * @param lines all of the log
     * @param state what holds after them
     * @param all also what instances answered, and what came to nothing
     */
    public static History of(List<Line> lines, RolloutState state, boolean all) {
        var told = new ArrayList<Told>();
        for (var line : lines) {
            if (line instanceof Line.Written written) {
                if (all || (written.refusal() == null && isOfPeople(written.entry()))) {
                    told.add(told(written, state));
                }
            } else if (all) {
                var why = line instanceof Line.Garbage garbage ? garbage.why() : "of a newer version of Millrace";
                told.add(new Told(line.offset(), "", "", "", "unreadable", why, null));
            }
        }
        return new History(told);
    }

    private static boolean isOfPeople(Entry entry) {
        return entry instanceof Entry.Registered
                || entry instanceof Entry.Refused
                || entry instanceof Entry.Changed
                || entry instanceof Entry.Retired
                || entry instanceof Entry.NotLoaded;
    }

    private static Told told(Line.Written line, RolloutState state) {
        var entry = line.entry();
        var note = entry.note();
        var change = entry instanceof Entry.Changed changed ? Changes.of(changed, state) : null;
        return new Told(
                line.offset(),
                note.at().toString(),
                note.actor(),
                note.reason(),
                change == null ? text(entry, state) : change.told(),
                line.refusal(),
                change);
    }

    private static String text(Entry entry, RolloutState state) {
        if (entry instanceof Entry.Registered registered) {
            return "register " + registered.version().told() + " from "
                    + registered.version().source();
        } else if (entry instanceof Entry.Refused refused) {
            return "refuse " + refused.version().told() + ": " + String.join("; ", refused.why());
        } else if (entry instanceof Entry.Loaded loaded) {
            return "at hand on " + loaded.instance() + ": " + called(loaded.digest(), state);
        } else if (entry instanceof Entry.NotLoaded not) {
            return "not on " + not.instance() + ": " + called(not.digest(), state) + ": "
                    + String.join("; ", not.why());
        } else if (entry instanceof Entry.Prepared) {
            return "prepare a change";
        } else if (entry instanceof Entry.Reached reached) {
            return "reached on " + reached.instance() + ": " + reached.reached();
        } else if (entry instanceof Entry.Withdrawn) {
            return "withdraw what was prepared";
        } else if (entry instanceof Entry.Retired retired) {
            return "retire " + called(retired.digest(), state);
        }
        return entry.getClass().getSimpleName();
    }

    private static String called(String digest, RolloutState state) {
        return state.find(digest).map(known -> known.version().told()).orElse(digest);
    }

    /** A line for each entry. */
    public List<String> lines() {
        return entries.stream()
                .map(each -> String.format(
                        "%-24s %-16s %s%s%s",
                        each.at,
                        each.actor,
                        each.text,
                        each.reason.isEmpty() ? "" : " (" + each.reason + ")",
                        each.refusal == null ? "" : " - refused: " + each.refusal))
                .toList();
    }
}
