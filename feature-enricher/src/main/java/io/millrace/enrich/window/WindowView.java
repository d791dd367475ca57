package io.millrace.enrich.window;

import org.jspecify.annotations.Nullable;

/** What one window of the open key holds, worked out as far as it is asked for. Used again for every window. */
public final class WindowView {
    private final Layout layout;
    private final KeyedHistory history;
    private final Summary summary;
    private final Digest digest;
    private Window window = new Window(1, 0);
    private long timeMillis;
    private boolean summarised;
    private boolean digested;
    private @Nullable Recent recent;

    WindowView(Layout layout, KeyedHistory history) {
        this.layout = layout;
        this.history = history;
        this.summary = new Summary(layout);
        this.digest = new Digest(layout);
    }

    WindowView over(Window of, long eventTimeMillis) {
        window = of;
        timeMillis = eventTimeMillis;
        summarised = false;
        digested = false;
        recent = null;
        return this;
    }

    /** Time of the event that the window is of. */
    long timeMillis() {
        return timeMillis;
    }

    Summary summary() {
        if (!summarised) {
            summary.clear();
            if (window.latest() > 0) {
                recent().addTo(summary);
            } else {
                history.collect(summary, from(), to());
            }
            summarised = true;
        }
        return summary;
    }

    Digest digest() {
        if (!digested) {
            digest.clear();
            if (window.latest() > 0) {
                recent().addTo(digest);
            } else {
                history.collect(digest, from(), to());
            }
            digested = true;
        }
        return digest;
    }

    /** A value of the entry {@code places} before the latest; see {@link Recent#before}. */
    double before(int places, int filter, int column) {
        if (window.latest() > 0) {
            return recent().before(places, filter, column);
        }
        var latest = new Recent(places + 1, filter, layout.width());
        history.collect(latest, from(), to());
        return latest.before(places, filter, column);
    }

    /** The entries of a window of the latest ones. */
    private Recent recent() {
        if (recent == null) {
            recent = new Recent(window.latest(), -1, layout.width());
            history.collect(recent, from(), to());
        }
        return recent;
    }

    private long from() {
        return window.fromExclusive(timeMillis);
    }

    private long to() {
        return window.toInclusive(timeMillis);
    }
}
