package io.millrace.enrich.window;

import org.jspecify.annotations.Nullable;

/** What one window of the open key holds, worked out as far as it is asked for. */
public final class WindowView {
    private final Layout layout;
    private final KeyedHistory history;
    private final Window window;
    private final WindowViews together;
    private final Summary summary;
    private final Digest digest;
    private boolean digested;
    private boolean summarised;
    private @Nullable Recent recent;

    WindowView(Layout layout, KeyedHistory history, Window window, WindowViews together) {
        this.layout = layout;
        this.history = history;
        this.window = window;
        this.together = together;
        this.summary = new Summary(layout);
        this.digest = new Digest(layout);
    }

    Window window() {
        return window;
    }

    void forget() {
        digested = false;
        summarised = false;
        recent = null;
    }

    /** Time of the event that the window is of. */
    long timeMillis() {
        return together.timeMillis();
    }

    /** Where all entries of a window of time are summed up. */
    Summary whole() {
        return summary;
    }

    Summary summary() {
        if (window.latest() == 0) {
            together.summarise();
        } else if (!summarised) {
            summary.clear();
            recent().addTo(summary);
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

    long from() {
        return window.fromExclusive(timeMillis());
    }

    long to() {
        return window.toInclusive(timeMillis());
    }
}
