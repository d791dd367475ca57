package io.millrace.app.training;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.generic.GenericRecord;

/** A request as JSON shows it: the names of its schema, times as ISO-8601. */
final class RequestJson {
    private RequestJson() {}

    static Map<String, Object> of(GenericRecord record) {
        var json = new LinkedHashMap<String, Object>();
        for (var field : record.getSchema().getFields()) {
            boolean time = LogicalTypes.timestampMillis().equals(field.schema().getLogicalType());
            json.put(field.name(), value(record.get(field.pos()), time));
        }
        return json;
    }

    private static Object value(Object value, boolean time) {
        if (value instanceof Long millis && time) {
            return Instant.ofEpochMilli(millis).toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(each -> value(each, false)).toList();
        }
        if (value instanceof GenericRecord inner) {
            return of(inner);
        }
        return value instanceof CharSequence text ? text.toString() : value;
    }
}
