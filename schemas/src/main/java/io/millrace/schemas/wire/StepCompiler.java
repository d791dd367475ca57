package io.millrace.schemas.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Resolver.Container;
import org.apache.avro.Resolver.EnumAdjust;
import org.apache.avro.Resolver.ReaderUnion;
import org.apache.avro.Resolver.RecordAdjust;
import org.apache.avro.Resolver.WriterUnion;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Turns Avro's resolution of two schemas into {@link Step}s. Avro's own reader would do the same reading, but it allocates
 * what a count claims and recurses as deep as the bytes ask.
 */
final class StepCompiler {
    /** Room made for an array before its items are read, in items: a claim alone must not cost more. */
    private static final int INITIAL_CAPACITY = 64;

    /** Steps of records being compiled or done, because a schema may contain itself. */
    private final IdentityHashMap<Action, RecordStep> records = new IdentityHashMap<>();

    private final SkipCompiler skips = new SkipCompiler();

    Step compile(Action action) {
        return switch (action.type) {
            case DO_NOTHING -> same(action.reader);
            case PROMOTE -> promoted(action.writer.getType(), action.reader.getType());
            case ENUM -> enumeration((EnumAdjust) action);
            case CONTAINER -> container((Container) action);
            case RECORD -> record((RecordAdjust) action);
            case WRITER_UNION -> union((WriterUnion) action);
            case READER_UNION -> compile(((ReaderUnion) action).actualAction);
            case SKIP -> skips.compile(action.writer);
            case ERROR -> refusal(action.toString());
        };
    }

    /** The same of a whole record, some of whose fields are read as doubles. */
    Step compile(RecordAdjust action, NumberFields wanted) {
        if (!(record(action) instanceof RecordStep read)) {
            return record(action);
        }
        var numbers = new @Nullable NumberStep[read.targets.length];
        for (int i = 0; i < numbers.length; i++) {
            if (wanted.has(read.targets[i])) {
                numbers[i] = NumberCompiler.compile(action.fieldActions[i]);
            }
        }
        return new NumberRecordStep(read, wanted, numbers);
    }

    private static Step refusal(String problem) {
        return in -> {
            throw new UnresolvableSchemaException(problem);
        };
    }

    private static Step same(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> in -> null;
            case BOOLEAN -> BoundedDecoder::readBoolean;
            case INT -> BoundedDecoder::readInt;
            case LONG -> BoundedDecoder::readLong;
            case FLOAT -> BoundedDecoder::readFloat;
            case DOUBLE -> BoundedDecoder::readDouble;
            case STRING -> BoundedDecoder::readString;
            case BYTES -> in -> in.readBytes(null);
            case FIXED -> in -> new GenericData.Fixed(schema, in.readFixed(schema.getFixedSize()));
            case RECORD, ENUM, ARRAY, MAP, UNION -> throw new IllegalArgumentException("not a leaf: " + schema);
        };
    }

    private static Step promoted(Schema.Type from, Schema.Type to) {
        return switch (to) {
            case LONG -> in -> (long) in.readInt();
            case FLOAT -> from == Schema.Type.INT ? in -> (float) in.readInt() : in -> (float) in.readLong();
            case DOUBLE ->
                switch (from) {
                    case INT -> in -> (double) in.readInt();
                    case LONG -> in -> (double) in.readLong();
                    default -> in -> (double) in.readFloat();
                };
            case STRING -> BoundedDecoder::readString;
            case BYTES -> in -> ByteBuffer.wrap(in.readString().getBytes(StandardCharsets.UTF_8));
            default -> throw new IllegalArgumentException("no promotion from " + from + " to " + to);
        };
    }

    private static Step enumeration(EnumAdjust action) {
        var values = action.values;
        return in -> {
            int index = indexBelow(values.length, in.readEnum(), in);
            if (values[index] == null) {
                var symbol = action.writer.getEnumSymbols().get(index);
                throw new UnresolvableSchemaException(action.reader.getFullName() + " has no symbol " + symbol);
            }
            return values[index];
        };
    }

    private Step union(WriterUnion action) {
        var branches = Arrays.stream(action.actions).map(this::compile).toArray(Step[]::new);
        return in -> branches[indexBelow(branches.length, in.readIndex(), in)].read(in);
    }

    static int indexBelow(int count, int index, BoundedDecoder in) {
        if (index < 0 || index >= count) {
            throw in.malformed("index " + index + " where there are " + count + " to choose from");
        }
        return index;
    }

    private Step container(Container action) {
        var item = compile(action.elementAction);
        return action.reader.getType() == Schema.Type.ARRAY ? array(action.reader, item) : map(item);
    }

    private static Step array(Schema schema, Step item) {
        return in -> {
            in.enter();
            long block = in.readArrayStart();
            var items = new GenericData.Array<@Nullable Object>((int) Math.min(block, INITIAL_CAPACITY), schema);
            for (; block > 0; block = in.arrayNext()) {
                for (long i = 0; i < block; i++) {
                    items.add(item.read(in));
                }
            }
            in.leave();
            return items;
        };
    }

    private static Step map(Step value) {
        return in -> {
            in.enter();
            var entries = new HashMap<String, @Nullable Object>();
            for (long block = in.readMapStart(); block > 0; block = in.mapNext()) {
                for (long i = 0; i < block; i++) {
                    entries.put(in.readString(), value.read(in));
                }
            }
            in.leave();
            return entries;
        };
    }

    private Step record(RecordAdjust action) {
        var known = records.get(action);
        if (known != null) {
            return known;
        }
        if (Arrays.asList(action.readerOrder).contains(null)) {
            // Avro gave up on this pair half way, but a record that refers back to it still holds what was begun
            return refusal("Found " + action.writer.getFullName() + ", expecting " + action.reader.getFullName());
        }
        var step = new RecordStep(action.reader);
        records.put(action, step);
        step.fields = Arrays.stream(action.fieldActions).map(this::compile).toArray(Step[]::new);
        step.targets = targets(action);
        step.defaults = defaults(action);
        return step;
    }

    /** Where each written field goes in the reader's record, -1 for nowhere. */
    private static int[] targets(RecordAdjust action) {
        var targets = new int[action.fieldActions.length];
        int read = 0;
        for (int i = 0; i < targets.length; i++) {
            boolean skipped = action.fieldActions[i].type == Action.Type.SKIP;
            targets[i] = skipped ? -1 : action.readerOrder[read++].pos();
        }
        return targets;
    }

    private static RecordStep.Default[] defaults(RecordAdjust action) {
        var defaults = new RecordStep.Default[action.defaults.length];
        for (int i = 0; i < defaults.length; i++) {
            var field = action.readerOrder[action.firstDefault + i];
            defaults[i] =
                    new RecordStep.Default(field.pos(), field.schema(), asRead(field.schema(), action.defaults[i]));
        }
        return defaults;
    }

    /** A default as it would be had it been written: Avro's own has other classes for strings. */
    private static @Nullable Object asRead(Schema schema, @Nullable Object value) {
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<@Nullable Object>(schema, Resolution.DATA).write(value, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var decoder = new BoundedDecoder();
        decoder.reset(bytes.toByteArray(), 0);
        return new StepCompiler()
                .compile(Resolver.resolve(schema, schema, Resolution.DATA))
                .read(decoder);
    }
}
