package io.millrace.benchmarks.replay;

import io.millrace.benchmarks.measure.Effort;
import io.millrace.benchmarks.measure.Figure;
import io.millrace.benchmarks.measure.Goal;
import io.millrace.benchmarks.measure.Progress;
import io.millrace.benchmarks.measure.Rounds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The handbook's features of a file of transactions: {@code millrace replay}, and the same with pandas, written in two ways.
 * Each is a whole command, from its start to its end, compressed CSV in and out.
 */
public final class ReplayBenchmark {
    private static final String OURS = "millrace replay";
    private static final String EACH_KEY = "pandas, each-key";
    private static final String ALL_KEYS = "pandas, all-keys";
    private static final Goal TIMES_PANDAS = Goal.atLeast(15);
    private static final Goal EVENTS_PER_SECOND = Goal.atLeast(200_000);
    private static final double TOLERANCE = 1e-6;

    private final Tools tools;
    private final List<Path> events;
    private final Path work;
    private final long count;

    /**
     * What is measured with.
     *
     * @param millrace the launcher
     * @param pipeline folder with the handbook's features
     * @param python an interpreter with pandas
     * @param script that computes the same features
     */
    public record Tools(Path millrace, Path pipeline, Path python, Path script) {}

    /**
     * A race over some files.
     *
     * @param events with the columns of the handbook's data, compressed CSV
     * @param work folder for what is written; made, and kept for whoever wants to look
     */
    public ReplayBenchmark(Tools tools, List<Path> events, Path work) throws IOException {
        this.tools = tools;
        this.events = List.copyOf(events);
        this.work = Files.createDirectories(work);
        this.count = count(events);
    }

    /** Transactions in the files. */
    public long events() {
        return count;
    }

    public List<Figure> run(int rounds, Progress progress) throws Exception {
        command("build", List.of(tools.millrace().toString(), "--version")).run(1);
        var commands = new LinkedHashMap<String, WholeCommand>();
        commands.put(OURS, command(OURS, ours()));
        commands.put(EACH_KEY, command(EACH_KEY, pandas(EACH_KEY, "each-key")));
        commands.put(ALL_KEYS, command(ALL_KEYS, pandas(ALL_KEYS, "all-keys")));
        var contenders = new LinkedHashMap<String, Rounds.Contender<Effort>>();
        commands.forEach((name, command) -> contenders.put(name, () -> command.run(count)));
        progress.say(count + " events, events/s:");
        var runs = Rounds.of(rounds, contenders, progress, Effort::eventsPerSecond);
        progress.say("comparing the features");
        requireSame();
        return figures(runs);
    }

    private List<Figure> figures(Rounds<Effort> runs) {
        var figures = new ArrayList<Figure>();
        figures.add(new Figure(OURS, "events/s", runs.of(OURS, Effort::eventsPerSecond), EVENTS_PER_SECOND));
        for (var pandas : List.of(EACH_KEY, ALL_KEYS)) {
            figures.add(new Figure(pandas, "events/s", runs.of(pandas, Effort::eventsPerSecond)));
        }
        var goals = Map.of(EACH_KEY, TIMES_PANDAS);
        for (var pandas : List.of(EACH_KEY, ALL_KEYS)) {
            figures.add(new Figure(
                    OURS + " / " + pandas,
                    Figure.RATIO,
                    runs.ratio(OURS, pandas, Effort::eventsPerSecond),
                    goals.get(pandas)));
        }
        for (var name : List.of(OURS, EACH_KEY, ALL_KEYS)) {
            figures.add(new Figure(name, "CPU us/event", runs.of(name, Effort::cpuMicrosPerEvent)));
        }
        return figures;
    }

    private List<String> ours() {
        var words = new ArrayList<>(
                List.of(tools.millrace().toString(), "replay", tools.pipeline().toString(), "--events"));
        events.forEach(file -> words.add(file.toString()));
        words.addAll(List.of("--out", result(OURS).toString(), "--features-only"));
        return words;
    }

    private List<String> pandas(String name, String idiom) {
        var words = new ArrayList<>(
                List.of(tools.python().toString(), tools.script().toString(), "--events"));
        events.forEach(file -> words.add(file.toString()));
        words.addAll(List.of("--out", result(name).toString(), "--idiom", idiom));
        return words;
    }

    private WholeCommand command(String name, List<String> words) {
        return new WholeCommand(words, work.resolve(fileName(name) + ".log"));
    }

    private Path result(String name) {
        return work.resolve(fileName(name) + ".csv.gz");
    }

    private static String fileName(String name) {
        return name.replaceAll("[^a-z]+", "-");
    }

    /** Every feature of every event, from all three. */
    private void requireSame() throws IOException {
        var ours = FeatureTable.read(result(OURS), "event_id", HandbookFeatures.NAMES);
        if (ours.size() != count) {
            throw new IllegalStateException(count + " events came in, " + ours.size() + " rows were written");
        }
        for (var name : List.of(EACH_KEY, ALL_KEYS)) {
            ours.requireSame(FeatureTable.read(result(name), "transaction_id", HandbookFeatures.NAMES), TOLERANCE);
        }
    }

    private static long count(List<Path> files) throws IOException {
        long lines = 0;
        for (var file : files) {
            try (var reader = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                lines += reader.lines().count() - 1;
            }
        }
        return lines;
    }
}
