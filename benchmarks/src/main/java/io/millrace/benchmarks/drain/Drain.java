package io.millrace.benchmarks.drain;

import io.millrace.benchmarks.measure.Effort;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the draining of a topic was at which moment. Of what it took, the part that comes first is dropped: a JVM compiles, and
 * stores fill. Progress is the number of records processed in all stages, because at any moment stages differ in how far they
 * are. Confined to one thread.
 */
public final class Drain {
    private final List<Sample> samples = new ArrayList<>();

    private record Sample(double processed, double wallNanos, double cpuNanos) {
        /** Between this and the next, as if everything went evenly. */
        Sample towards(Sample next, double target) {
            double share = (target - processed) / (next.processed - processed);
            return new Sample(
                    target,
                    wallNanos + share * (next.wallNanos - wallNanos),
                    cpuNanos + share * (next.cpuNanos - cpuNanos));
        }
    }

    /** Notes a moment; moments at which nothing more is processed than before are ignored. */
    public void at(double processed, long wallNanos, long cpuNanos) {
        if (samples.isEmpty() || processed > last().processed) {
            samples.add(new Sample(processed, wallNanos, cpuNanos));
        }
    }

    /**
     * What the rest took, to the last moment noted.
     *
     * @param dropped share of everything, in [0, 1)
     * @param events that were drained in all
     */
    public Effort without(double dropped, long events) {
        if (samples.size() < 2) {
            throw new IllegalStateException("too quick to be measured: " + samples.size() + " moments noted");
        }
        var end = last();
        double target = samples.get(0).processed + dropped * (end.processed - samples.get(0).processed);
        int next = 1;
        while (samples.get(next).processed < target) {
            next++;
        }
        var start = samples.get(next - 1).towards(samples.get(next), target);
        return new Effort((1 - dropped) * events, end.wallNanos - start.wallNanos, end.cpuNanos - start.cpuNanos);
    }

    private Sample last() {
        return samples.get(samples.size() - 1);
    }
}
