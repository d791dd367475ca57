package io.millrace.benchmarks.drift;

/**
 * How much is tried.
 *
 * @param rows in a window; the reference has ten times as many, so that a chunk of it is as large as a window
 * @param runs each with a reference of its own
 * @param calmWindows of a run, before the drift
 * @param driftWindows of a run; what is not found by then is never found
 * @param detectors in how many of the runs detectors read the rows, too
 * @param slowDetectors in how many of them the slowest does, which takes longer than all else
 */
public record StudySize(int rows, int runs, int calmWindows, int driftWindows, int detectors, int slowDetectors) {
    static final int CHUNKS = 10;

    /** Refuses, with an IllegalArgumentException, to try nothing. */
    public StudySize {
        if (rows < 1 || runs < 1 || calmWindows < 1 || driftWindows < 1 || detectors < 0 || slowDetectors < 0) {
            throw new IllegalArgumentException("rows, runs and windows must be positive, of detectors not negative");
        }
    }

    int referenceRows() {
        return CHUNKS * rows;
    }
}
