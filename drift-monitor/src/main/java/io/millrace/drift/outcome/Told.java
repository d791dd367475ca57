package io.millrace.drift.outcome;

import io.millrace.drift.window.Progress;

/** What those who read the topics tell whoever brings predictions and outcomes together. */
sealed interface Told {
    /** Something about one event. */
    sealed interface About extends Told {
        /** The event's. */
        String id();

        /** Event time of a prediction; of an outcome, since when it is known. */
        long timeMillis();
    }

    /** A prediction was made. */
    record Predicted(String id, Prediction prediction) implements About {
        @Override
        public long timeMillis() {
            return prediction.eventTimeMillis();
        }
    }

    /** An outcome is known. */
    record Labelled(String id, Outcome outcome) implements About {
        @Override
        public long timeMillis() {
            return outcome.knownMillis();
        }
    }

    /** How far a reader has come; follows what it stands for, and goes to every partition. */
    record Reached(Reader reader, Progress progress) implements Told {}

    /**
     * Reads one partition of a topic.
     *
     * @param input 0 for predictions, 1 for outcomes
     */
    record Reader(int input, int partition) {
        static final int PREDICTIONS = 0;
        static final int OUTCOMES = 1;
    }
}
