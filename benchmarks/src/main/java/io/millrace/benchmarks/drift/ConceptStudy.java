package io.millrace.benchmarks.drift;

import io.millrace.benchmarks.measure.Progress;
import java.util.ArrayList;
import java.util.List;

/**
 * What outcomes depend on changes, while features and scores stay as they are. A run has windows for the baseline, then windows
 * without drift, and from there on, for each change anew, windows in which a share of the outcomes does not depend on the score any more,
 * while as many are positive as before. Outcomes are known at once. Not safe for use by several threads.
 */
final class ConceptStudy {
    /** The monitor's default for {@code monitor.quality.baseline}. */
    static final int BASELINE = 3;

    private static final List<Integer> HOLDS = List.of(1, 2, 3);

    private final StudySize size;
    private final List<Double> shares;

    /** @param shares of the outcomes that no longer depend on the score */
    ConceptStudy(StudySize size, List<Double> shares) {
        this.size = size;
        this.shares = shares;
    }

    static String name(double share) {
        return Math.round(100 * share) + " % of outcomes no longer depend on the score";
    }

    List<Found> run(long seed, Progress progress) {
        var watchers = QualityWatcher.all();
        var found = new ArrayList<List<Found>>();
        for (var watcher : watchers) {
            var holds = watcher.speaksOnce() ? List.of(1) : HOLDS;
            found.add(
                    holds.stream().map(hold -> new Found(watcher.name(), hold)).toList());
        }
        for (int run = 0; run < size.runs(); run++) {
            run(QualityWatcher.all(), found, Draws.of(seed, -size.rows(), run));
        }
        progress.say("outcomes, windows of " + size.rows() + " rows: " + size.runs() + " runs");
        return found.stream().flatMap(List::stream).toList();
    }

    private void run(List<QualityWatcher> watchers, List<List<Found>> found, Draws draws) {
        for (int window = 0; window < BASELINE; window++) {
            var answers = ScoredWindow.draw(size.rows(), 0, draws);
            watchers.forEach(watcher -> watcher.learn(answers));
        }
        var alarms = found.stream()
                .map(holds ->
                        holds.stream().map(one -> Alarms.holding(one.hold())).toList())
                .toList();
        for (int window = 0; window < size.calmWindows(); window++) {
            var answers = ScoredWindow.draw(size.rows(), 0, draws);
            for (int i = 0; i < watchers.size(); i++) {
                var verdict = watchers.get(i).judge(answers);
                for (int hold = 0; hold < found.get(i).size(); hold++) {
                    boolean raised = alarms.get(i).get(hold).raises("quality", verdict, window);
                    found.get(i).get(hold).calm(raised ? 1 : 0);
                }
            }
        }
        for (double share : shares) {
            var after = draws.split();
            var windows = new ArrayList<ScoredWindow>();
            for (int window = 0; window < size.driftWindows(); window++) {
                windows.add(ScoredWindow.draw(size.rows(), share, after));
            }
            for (int i = 0; i < watchers.size(); i++) {
                drift(name(share), watchers.get(i).copy(), windows, alarms.get(i), found.get(i));
            }
        }
    }

    private void drift(
            String change, QualityWatcher watcher, List<ScoredWindow> windows, List<Alarms> calm, List<Found> found) {
        var verdicts = windows.stream().map(watcher::judge).toList();
        for (int hold = 0; hold < found.size(); hold++) {
            var alarms = calm.get(hold).copy();
            int delay = Found.NEVER;
            for (int window = 0; window < verdicts.size() && delay == Found.NEVER; window++) {
                if (alarms.raises("quality", verdicts.get(window), size.calmWindows() + window)) {
                    delay = window + 1;
                }
            }
            found.get(hold).drift(change, delay);
        }
    }
}
