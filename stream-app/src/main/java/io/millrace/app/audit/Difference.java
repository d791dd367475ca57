package io.millrace.app.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something in which predictions are not what a replay makes of their events. */
public sealed interface Difference {
    /** The prediction's id; of one that cannot be read, where it is. */
    String prediction();

    /** What differs, for a person. */
    String told();

    /** The same for a machine: texts, numbers, booleans and nulls by their names. */
    Map<String, @Nullable Object> fields();

    /**
     * A column has another value.
     *
     * @param event id of the event
     * @param replayed what replay says; null where it is missing
     * @param predicted what the prediction says; null where it is missing
     */
    record Column(
            String prediction,
            String event,
            String column,
            @Nullable Object replayed,
            @Nullable Object predicted) implements Difference {
        @Override
        public String told() {
            return column + ": replayed " + text(replayed) + ", predicted " + text(predicted);
        }

        private static String text(@Nullable Object value) {
            return value instanceof CharSequence text ? "\"" + text + "\"" : String.valueOf(value);
        }

        @Override
        public Map<String, @Nullable Object> fields() {
            var fields = Difference.fields("column", prediction);
            fields.put("event", event);
            fields.put("column", column);
            fields.put("replayed", plain(replayed));
            fields.put("predicted", plain(predicted));
            return fields;
        }

        private static @Nullable Object plain(@Nullable Object value) {
            return value == null || value instanceof Number || value instanceof Boolean ? value : value.toString();
        }
    }

    /**
     * There is no prediction of an event that replay gives a score.
     *
     * @param event id of the event
     * @param isLast whether its partition has no prediction of a later event: the pipeline may not have come to it yet
     */
    record Missing(String prediction, String event, boolean isLast) implements Difference {
        @Override
        public String told() {
            return "there is no prediction" + (isLast ? ", nor of any event after it in its partition" : "");
        }

        @Override
        public Map<String, @Nullable Object> fields() {
            var fields = Difference.fields("missing", prediction);
            fields.put("event", event);
            fields.put("last", isLast);
            return fields;
        }
    }

    /**
     * There is a prediction that replay does not make.
     *
     * @param why it does not
     */
    record Unexpected(String prediction, String why) implements Difference {
        @Override
        public String told() {
            return "there should be no prediction: " + why;
        }

        @Override
        public Map<String, @Nullable Object> fields() {
            var fields = Difference.fields("unexpected", prediction);
            fields.put("why", why);
            return fields;
        }
    }

    /**
     * There is more than one prediction of an event.
     *
     * @param place where the further one is
     */
    record Repeated(String prediction, String place) implements Difference {
        @Override
        public String told() {
            return "there is a further prediction, at " + place;
        }

        @Override
        public Map<String, @Nullable Object> fields() {
            var fields = Difference.fields("repeated", prediction);
            fields.put("place", place);
            return fields;
        }
    }

    /** There is something in the predictions topic that is none. */
    record Unreadable(String prediction, String why) implements Difference {
        @Override
        public String told() {
            return "cannot be read: " + why;
        }

        @Override
        public Map<String, @Nullable Object> fields() {
            var fields = Difference.fields("unreadable", prediction);
            fields.put("why", why);
            return fields;
        }
    }

    private static Map<String, @Nullable Object> fields(String kind, String prediction) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("kind", kind);
        fields.put("prediction", prediction);
        return fields;
    }
}
