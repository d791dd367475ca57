package io.millrace.enrich.plan;

import io.millrace.enrich.event.Event;
import io.millrace.enrich.expression.Expression;

/** A feature that one expression over the event and its references gives. */
record ValueFeature(int rowIndex, Expression expression) {
    void fill(Event event) {
        event.row()[rowIndex] = expression.evaluate(event);
    }
}
