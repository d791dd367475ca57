package io.millrace.enrich.topology;

import io.millrace.enrich.contract.Verdict;

/** What leaves the label stage. */
sealed interface LabelOutput {
    /**
     * What became of an event, or word of how far this stage is, for stations.
     *
     * @param station position of the one it is for; {@link #ALL} for all
     */
    record ForStation(int station, HopMessage message) implements LabelOutput {
        /** In place of a position. */
        static final int ALL = -1;

        boolean isFor(int other) {
            return station == ALL || station == other;
        }
    }

    /** An outcome that counts nowhere. */
    record Refused(Verdict.Rejected rejected) implements LabelOutput {}
}
