package io.millrace.enrich.event;

import io.millrace.enrich.definition.Suggestion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A field that identifies something: string, int or long, nullable or not. Its text is the string itself or the decimal
 * number; as a Kafka key and in state it is the UTF-8 bytes of that text. Immutable.
 */
public final class KeyField {
    private final String name;
    private final int position;
    private final Schema.Type widest;

    private KeyField(String name, int position, Schema.Type widest) {
        this.name = name;
        this.position = position;
        this.widest = widest;
    }

    /**
     * The field of that name.
     *
     * @throws IllegalArgumentException if there is none, or it is of a type that cannot be a key; the message is for the
     *     author of the pipeline file
     */
    public static KeyField of(Schema schema, String name) {
        Schema.Field field = schema.getField(name);
        if (field == null) {
            throw new IllegalArgumentException(unknown(schema, name));
        }
        boolean keys = field.schema().isUnion()
                ? field.schema().getTypes().stream().allMatch(type -> type.getType() == Schema.Type.NULL || isKey(type))
                : isKey(field.schema());
        if (!keys) {
            throw new IllegalArgumentException("field '" + name + "' must be a string, an int or a long");
        }
        return new KeyField(name, field.pos(), widest(field.schema()));
    }

    /** What to say of a field that a schema does not have. */
    public static String unknown(Schema schema, String name) {
        List<String> known = schema.getFields().stream().map(Schema.Field::name).toList();
        return "unknown field '" + name + "'" + Suggestion.didYouMean(name, known) + "; known are "
                + String.join(", ", known);
    }

    public String name() {
        return name;
    }

    /** Null where the field is null. */
    public @Nullable String text(GenericRecord record) {
        Object value = record.get(position);
        return value == null ? null : value.toString();
    }

    /** Null where the field is null. */
    public byte @Nullable [] bytes(GenericRecord record) {
        String text = text(record);
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The form in Kafka and in state of a key that somebody wrote.
     *
     * @param text of a number in any form that {@link Long#parseLong(String)} reads: {@code 007} is 7
     * @throws IllegalArgumentException if the field cannot have that value; the message is for whoever wrote it
     */
    public byte[] parse(String text) {
        try {
            String kept =
                    switch (widest) {
                        case INT -> Integer.toString(Integer.parseInt(text));
                        case LONG -> Long.toString(Long.parseLong(text));
                        default -> text;
                    };
            return kept.getBytes(StandardCharsets.UTF_8);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    name + " is " + (widest == Schema.Type.INT ? "an int" : "a long") + ", '" + text + "' is none", e);
        }
    }

    private static Schema.Type widest(Schema schema) {
        List<Schema.Type> types = schema.isUnion()
                ? schema.getTypes().stream().map(Schema::getType).toList()
                : List.of(schema.getType());
        return types.contains(Schema.Type.STRING)
                ? Schema.Type.STRING
                : types.contains(Schema.Type.LONG) ? Schema.Type.LONG : Schema.Type.INT;
    }

    private static boolean isKey(Schema schema) {
        return switch (schema.getType()) {
            case STRING, INT, LONG -> true;
            default -> false;
        };
    }
}
