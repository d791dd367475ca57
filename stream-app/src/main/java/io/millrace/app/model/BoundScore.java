package io.millrace.app.model;

/** Where the score is in a graph's answer. */
sealed interface BoundScore {
    /** Buffers for some rows. */
    ScoreRows rows(int rows);

    /**
     * A number of a tensor.
     *
     * @param name of the output
     * @param index of the score among the numbers of one row
     * @param pinned whether ONNX Runtime may write the tensor into memory of ours: not where the graph says a wrong shape
     */
    record InTensor(String name, ElementType type, RowShape shape, int index, boolean pinned) implements BoundScore {
        @Override
        public ScoreRows rows(int rows) {
            return pinned
                    ? new PinnedScores(name, type, shape, index, rows)
                    : new CopiedScores(name, type, shape, index, rows);
        }

        /** The same, read from memory of ONNX Runtime's. */
        InTensor copied() {
            return new InTensor(name, type, shape, index, false);
        }
    }

    /**
     * A value of the maps of a sequence.
     *
     * @param name of the output
     * @param key a Long or a String
     */
    record InMaps(String name, Object key) implements BoundScore {
        @Override
        public ScoreRows rows(int rows) {
            return new MappedScores(name, key, rows);
        }
    }
}
