package io.millrace.benchmarks.drift;

import io.millrace.benchmarks.measure.Progress;
import io.millrace.drift.compare.Comparison;
import io.millrace.drift.compare.LearntThresholds;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.window.Observation;
import io.millrace.drift.window.WindowAccumulator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Drift of features, judged as the monitor judges it: rows are counted by window, a window is compared with a profile, and what is
 * said of tests becomes alerts. A run has a reference of its own, then windows without drift, and from there on, for each change anew,
 * windows in which one feature has changed. Not safe for use by several threads.
 */
final class FeatureStudy {
    private final StudySize size;
    private final List<Change> changes;
    private final List<Contender> contenders;
    private final List<List<Found>> found = new ArrayList<>();

    FeatureStudy(StudySize size, List<Change> changes, List<Contender> contenders) {
        this.size = size;
        this.changes = changes;
        this.contenders = contenders;
        for (var contender : contenders) {
            found.add(contender.holds().stream()
                    .map(hold -> new Found(contender.name(), hold))
                    .toList());
        }
    }

    /** What was found by each contender with each hold, in their order. */
    List<Found> run(long seed, Progress progress) {
        for (int run = 0; run < size.runs(); run++) {
            run(run, Draws.of(seed, size.rows(), run));
            progress.say("features, windows of " + size.rows() + " rows: run " + (run + 1) + " of " + size.runs());
        }
        return found.stream()
                .flatMap(List::stream)
                .filter(one -> one.calmWindows() > 0)
                .toList();
    }

    private void run(int run, Draws draws) {
        var profile = reference(draws);
        var lines = lines(run, profile);
        for (int window = 0; window < size.calmWindows(); window++) {
            var counted = WindowAccumulator.of(profile);
            for (int row = 0; row < size.rows(); row++) {
                add(World.draw(draws, window), counted, lines);
            }
            for (var line : lines) {
                line.calm(counted, window);
            }
        }
        var rows = new ArrayList<Observation>();
        for (int row = 0; row < size.driftWindows() * size.rows(); row++) {
            rows.add(World.draw(draws, size.calmWindows()));
        }
        for (var change : changes) {
            drift(run, change, rows, profile, lines, draws.split());
        }
    }

    private ReferenceProfile reference(Draws draws) {
        var rows = World.reference();
        for (int row = 0; row < size.referenceRows(); row++) {
            double[] numbers = World.drawNumbers(draws);
            int score = numbers.length - 1;
            rows.add(Arrays.copyOf(numbers, score), World.drawTexts(draws), numbers[score]);
        }
        return new LearntThresholds(rows, Comparison.DEFAULT, StudySize.CHUNKS).profile("drawn");
    }

    /** Those that take part in a run. */
    private List<Line> lines(int run, ReferenceProfile profile) {
        var lines = new ArrayList<Line>();
        for (int i = 0; i < contenders.size(); i++) {
            if (run < contenders.get(i).runs(size)) {
                lines.add(Line.of(contenders.get(i), profile, found.get(i)));
            }
        }
        return lines;
    }

    private static void add(Observation row, WindowAccumulator window, List<Line> lines) {
        window.add(row);
        for (var line : lines) {
            line.read(row);
        }
    }

    private void drift(
            int run, Change change, List<Observation> rows, ReferenceProfile profile, List<Line> calm, Draws draws) {
        var feature = change.feature(run);
        var lines = calm.stream().map(line -> line.copy(feature)).toList();
        for (int window = 0; window < size.driftWindows() && !lines.stream().allMatch(Line::isDone); window++) {
            var counted = WindowAccumulator.of(profile);
            for (int row = window * size.rows(); row < (window + 1) * size.rows(); row++) {
                add(change.of(rows.get(row), run, (double) row / size.rows(), draws), counted, lines);
            }
            for (var line : lines) {
                line.drift(counted, size.calmWindows() + window, window + 1, feature);
            }
        }
        lines.forEach(line -> line.tell(change));
    }
}
