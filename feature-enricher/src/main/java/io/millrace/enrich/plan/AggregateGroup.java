package io.millrace.enrich.plan;

import io.millrace.enrich.definition.DurationText;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.enrich.definition.FeatureType;
import io.millrace.enrich.definition.Span;
import io.millrace.enrich.expression.Expression;
import io.millrace.enrich.expression.ExpressionCompiler;
import io.millrace.enrich.window.Aggregate;
import io.millrace.enrich.window.Window;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the aggregates of a group have in common, checked.
 *
 * @param windows by what a feature's name ends with
 * @param where the condition as written, empty without one
 * @param condition null without one, or where it is wrong
 * @param broken whether the condition is wrong
 * @param otherwise NaN leaves a missing value missing
 * @param tileMillis 0 where every entry is kept
 */
record AggregateGroup(
        String by,
        Map<String, Window> windows,
        String where,
        @Nullable Expression condition,
        boolean broken,
        double otherwise,
        long tileMillis) {

    static AggregateGroup of(
            String path, FeatureGroup.Aggregates group, ExpressionCompiler expressions, Problems problems) {
        if (group.compute().isEmpty()) {
            problems.add(path + ".compute", "at least one aggregate is needed");
        }
        long tile = group.tiles() == null ? 0 : problems.positive(path + ".tiles", group.tiles());
        Expression condition =
                group.where() == null ? null : problems.condition(path + ".where", expressions, group.where());
        return new AggregateGroup(
                group.by(),
                windows(path, group, tile, problems),
                group.where() == null ? "" : group.where(),
                condition,
                group.where() != null && condition == null,
                group.otherwise() == null ? Double.NaN : group.otherwise(),
                tile);
    }

    private static Map<String, Window> windows(
            String path, FeatureGroup.Aggregates group, long tile, Problems problems) {
        long delay = problems.notNegative(path + ".delay", group.delay());
        boolean current = group.includingCurrent();
        var windows = new LinkedHashMap<String, Window>();
        if (group.over().isEmpty()) {
            windows.put("", new Window(Window.EVER, 0, delay, current));
        }
        for (int i = 0; i < group.over().size(); i++) {
            String at = path + ".over[" + i + "]";
            Span span = group.over().get(i);
            String suffix;
            Window window;
            if (span instanceof Span.Lasting lasting) {
                long length = problems.positive(at, lasting.length());
                suffix = "_" + DurationText.format(lasting.length());
                window = new Window(length, 0, delay, current);
                if (length < tile) {
                    problems.add(
                            at,
                            DurationText.format(lasting.length()) + " is shorter than the tiles of "
                                    + DurationText.format(Duration.ofMillis(tile)));
                }
            } else if (span instanceof Span.Latest latest) {
                suffix = "_last" + latest.events();
                window = new Window(Window.EVER, entries(at, latest, tile, problems), delay, current);
            } else {
                suffix = "_all";
                window = new Window(Window.EVER, 0, delay, current);
            }
            if (windows.put(suffix, window) != null) {
                problems.add(at, suffix.substring(1) + " is there already");
            }
        }
        return windows;
    }

    private static int entries(String path, Span.Latest latest, long tile, Problems problems) {
        if (tile > 0) {
            problems.add(path, "single events are not kept in tiles");
        }
        if (latest.events() < 1 || latest.events() > AggregateCall.MOST_ENTRIES) {
            problems.add(path, "must be of 1 to " + AggregateCall.MOST_ENTRIES + " events, was " + latest.events());
            return 1;
        }
        return latest.events();
    }

    /** The same window without the event itself. */
    static Window before(Window window) {
        return new Window(window.lengthMillis(), window.latest(), window.delayMillis(), false);
    }

    /** What an aggregate cannot be asked of a window. */
    void check(String path, AggregateCall call, Window window, Problems problems) {
        if (call.aggregate() != Aggregate.LAG) {
            return;
        }
        if (tileMillis > 0) {
            problems.add(path, "single events are not kept in tiles");
        } else if (!where.isEmpty() && window.isUnbounded() && window.latest() == 0) {
            problems.add(path, "lag with `where` needs windows of time, or the events before might be kept for ever");
        }
    }

    /** A default must be a value that the feature could have. */
    void checkDefault(String path, FeatureType type, Problems problems) {
        boolean whole = otherwise == Math.rint(otherwise);
        if (type == FeatureType.LONG && !Double.isNaN(otherwise) && !whole) {
            problems.add(path, "is a whole number, its default " + otherwise + " is not");
        }
        if (type == FeatureType.BOOLEAN && !Double.isNaN(otherwise) && otherwise != 0 && otherwise != 1) {
            problems.add(path, "is true or false, its default must be 1 or 0, was " + otherwise);
        }
    }
}
