package io.millrace.app.audit;

import io.millrace.app.audit.Difference.Column;
import io.millrace.app.audit.Difference.Missing;
import io.millrace.app.audit.Difference.Repeated;
import io.millrace.app.audit.Difference.Unexpected;
import io.millrace.app.audit.Difference.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what a comparison finds, and keeps the first differences. Confined to one thread. */
final class Tally {
    private final int most;
    private final List<Difference> listed = new ArrayList<>();
    private final SortedMap<String, Long> columns = new TreeMap<>();
    private final SortedMap<String, Long> versions = new TreeMap<>();
    private long compared;
    private long fallbacks;
    private long alone;
    private long ofOwnFeatures;
    private long differing;
    private long missing;
    private long missingLast;
    private long unexpected;
    private long repeated;
    private long unreadable;

    /** @param most differences that are kept, 0 or more */
    Tally(int most) {
        this.most = most;
    }

    /**
     * A prediction was compared.
     *
     * @param version that it says has given it
     */
    void compared(String version, List<Column> found) {
        compared++;
        differing += found.isEmpty() ? 0 : 1;
        versions.merge(version, 1L, Long::sum);
        for (var column : found) {
            columns.merge(column.column(), 1L, Long::sum);
            list(column);
        }
    }

    /** The prediction compared next is by a fallback. */
    void byFallback() {
        fallbacks++;
    }

    /** The prediction compared next has another score than replay gives it, and a right one: of other features, or of the row alone. */
    void again(boolean isOfOtherFeatures) {
        ofOwnFeatures += isOfOtherFeatures ? 1 : 0;
        alone += isOfOtherFeatures ? 0 : 1;
    }

    void missing(Missing difference) {
        missing++;
        missingLast += difference.isLast() ? 1 : 0;
        list(difference);
    }

    void unexpected(Unexpected difference) {
        unexpected++;
        list(difference);
    }

    void repeated(Repeated difference) {
        repeated++;
        list(difference);
    }

    void unreadable(Unreadable difference) {
        unreadable++;
        list(difference);
    }

    private void list(Difference difference) {
        if (listed.size() < most) {
            listed.add(difference);
        }
    }

    Findings findings() {
        return new Findings(
                compared,
                fallbacks,
                alone,
                ofOwnFeatures,
                differing,
                missing,
                missingLast,
                unexpected,
                repeated,
                unreadable,
                columns,
                versions,
                listed);
    }
}
