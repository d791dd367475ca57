package io.millrace.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a recorded run spent its time and made its garbage.
 *
 * @param self share of samples by the method that ran
 * @param ours share of samples by our method that ran, or that the running one was called from
 * @param within share of samples by every method of ours on the stack: what calls others is counted with them
 * @param allocated share of bytes by class and our method that allocated
 */
public record HotSpots(List<Spot> self, List<Spot> ours, List<Spot> within, List<Spot> allocated) {
    private static final String OURS = "io.millrace.";
    private static final String NOT_MEASURED = "io.millrace.benchmarks.";

    /**
     * A line of a profile.
     *
     * @param share of all, in [0, 1]
     */
    public record Spot(String name, double share) {}

    /**
     * Reads a recording.
     *
     * @param most lines of each table
     */
    public static HotSpots in(Path recording, int most) throws IOException {
        var self = new HashMap<String, Double>();
        var ours = new HashMap<String, Double>();
        var within = new HashMap<String, Double>();
        var allocated = new HashMap<String, Double>();
        try (var file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                var event = file.readEvent();
                var stack = event.getStackTrace();
                if (stack == null || stack.getFrames().isEmpty()) {
                    continue;
                }
                var frames = stack.getFrames();
                switch (event.getEventType().getName()) {
                    case "jdk.ExecutionSample" -> {
                        self.merge(name(frames.get(0)), 1.0, Double::sum);
                        ours.merge(firstOfOurs(frames), 1.0, Double::sum);
                        frames.stream()
                                .map(HotSpots::name)
                                .filter(name -> name.startsWith(OURS) && !name.startsWith(NOT_MEASURED))
                                .distinct()
                                .forEach(name -> within.merge(name, 1.0, Double::sum));
                    }
                    case "jdk.ObjectAllocationSample" ->
                        allocated.merge(
                                allocatedClass(event) + " in " + firstOfOurs(frames),
                                (double) event.getLong("weight"),
                                Double::sum);
                    default -> {
                        // of no interest here
                    }
                }
            }
        }
        double samples = total(self);
        return new HotSpots(
                most(self, samples, most),
                most(ours, samples, most),
                most(within, samples, most),
                most(allocated, total(allocated), most));
    }

    private static String firstOfOurs(List<RecordedFrame> frames) {
        return frames.stream()
                .map(HotSpots::name)
                .filter(name -> name.startsWith(OURS))
                .findFirst()
                .orElse("none of ours");
    }

    private static String name(RecordedFrame frame) {
        RecordedMethod method = frame.getMethod();
        return method.getType().getName() + "." + method.getName();
    }

    private static String allocatedClass(RecordedEvent event) {
        return event.getClass("objectClass").getName();
    }

    private static double total(Map<String, Double> counts) {
        return counts.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static List<Spot> most(Map<String, Double> counts, double total, int most) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .map(entry -> new Spot(entry.getKey(), entry.getValue() / total))
                .toList();
    }
}
