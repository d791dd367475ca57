package io.millrace.benchmarks.measure;

/** Is told what has been done: measurements take minutes. */
@FunctionalInterface
public interface Progress {
    void say(String done);
}
