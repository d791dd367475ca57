package io.millrace.app.fleet;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.KeyField;
import java.util.function.Function;

/** What the events of a pipeline are about. */
final class Entities {
    private Entities() {}

    /** By which events are assigned to versions: what {@code rollout.by} names, or the pipeline's key. Those without are by themselves. Safe for concurrent use. */
    static Function<Event, String> of(Pipeline pipeline) {
        var name = pipeline.rollout().by();
        if (name == null) {
            return Event::id;
        }
        var field = KeyField.of(pipeline.definitions().event().schema(), name);
        return each -> {
            var text = field.text(each.record());
            return text == null ? each.id() : text;
        };
    }
}
