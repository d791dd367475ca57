package io.millrace.enrich.plan;

import io.millrace.enrich.event.Event;
import io.millrace.enrich.expression.Expression;

/** A feature that one expression over the event and its references gives. */
sealed interface ValueFeature {
    /**
     * Longest text, in UTF-16 units. A text travels beside the event it was taken from, and both must fit into one record; no
     * category is as long.
     */
    int MOST_CHARACTERS = 1_024;

    void fill(Event event);

    /** A number of the row. */
    record OfNumber(int rowIndex, Expression expression) implements ValueFeature {
        @Override
        public void fill(Event event) {
            event.row()[rowIndex] = expression.evaluate(event);
        }
    }

    /** A text beside the row; missing where it is longer than {@link #MOST_CHARACTERS}. */
    record OfText(int textIndex, Expression expression) implements ValueFeature {
        @Override
        public void fill(Event event) {
            String text = expression.text(event);
            event.texts()[textIndex] = text == null || text.length() > MOST_CHARACTERS ? null : text;
        }
    }
}
