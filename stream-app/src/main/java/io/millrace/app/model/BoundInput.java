package io.millrace.app.model;

import java.util.Arrays;

/** What goes into one input of a graph. */
sealed interface BoundInput {
    /** As the manifest has it. */
    ModelInput said();

    /** Of the tensor. */
    RowShape shape();

    /** For every number or text of its row, the place of the feature among the model's. */
    int[] columns();

    /** Buffers for some rows. */
    InputRows rows(RowPlaces places, int rows);

    /** Numbers of one kind. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record OfNumbers(ModelInput said, ElementType type, RowShape shape, int[] columns) implements BoundInput {
        @Override
        public InputRows rows(RowPlaces places, int rows) {
            var at = Arrays.stream(columns).map(places::number).toArray();
            return type == ElementType.FLOAT
                    ? new FloatInput(said.name(), shape, at, rows)
                    : new NumberInput(said.name(), type, shape, at, rows);
        }
    }

    /** Texts. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record OfTexts(ModelInput said, RowShape shape, int[] columns) implements BoundInput {
        @Override
        public InputRows rows(RowPlaces places, int rows) {
            return new TextInput(
                    said.name(), shape, Arrays.stream(columns).map(places::text).toArray(), rows);
        }
    }
}
