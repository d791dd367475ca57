package io.millrace.enrich.window;

import java.util.Comparator;
import java.util.List;

/**
 * Windows of a history's open key that end at the same time: they are summarised together. Used again for every event.
 * Confined to one thread.
 */
public final class WindowViews {
    private final KeyedHistory history;
    private final List<WindowView> views;
    private final List<WindowView> shortestFirst;
    private final Segments segments;
    private long timeMillis;
    private boolean summarised;

    WindowViews(Layout layout, KeyedHistory history, List<Window> windows) {
        if (windows.stream().mapToLong(Window::delayMillis).distinct().count() > 1) {
            throw new IllegalArgumentException("windows end at different times: " + windows);
        }
        this.history = history;
        this.views = windows.stream()
                .map(window -> new WindowView(layout, history, window, this))
                .toList();
        this.shortestFirst = views.stream()
                .filter(view -> view.window().latest() == 0)
                .sorted(Comparator.comparingLong(view -> view.window().lengthMillis()))
                .toList();
        this.segments =
                new Segments(shortestFirst.stream().map(WindowView::whole).toList());
    }

    /**
     * Turns to an event.
     *
     * @return one view for each window, in their order; valid until this is called again, or any method of the history
     */
    public List<WindowView> at(long eventTimeMillis) {
        timeMillis = eventTimeMillis;
        summarised = false;
        for (WindowView view : views) {
            view.forget();
        }
        return views;
    }

    long timeMillis() {
        return timeMillis;
    }

    /** Sees to it that the summaries of all windows of time are filled. */
    void summarise() {
        if (summarised) {
            return;
        }
        segments.clear(shortestFirst.get(0).to());
        for (int i = 0; i < shortestFirst.size(); i++) {
            segments.begin(i, shortestFirst.get(i).from());
        }
        history.collect(segments);
        segments.join();
        summarised = true;
    }
}
