package io.millrace.schemas.wire;

import java.util.Arrays;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Resolver.ReaderUnion;
import org.apache.avro.Resolver.WriterUnion;
import org.apache.avro.Schema;

/** Makes the {@link NumberStep}s of fields that the reader wants as doubles: what {@link StepCompiler} makes, without an object for each value. */
final class NumberCompiler {
    private NumberCompiler() {}

    /** @throws IllegalArgumentException if the reader's value is not a number, a boolean, or null */
    static NumberStep compile(Action action) {
        return switch (action.type) {
            case DO_NOTHING -> same(action.reader.getType());
            case PROMOTE -> promoted(action.writer.getType(), action.reader.getType());
            case WRITER_UNION -> union((WriterUnion) action);
            case READER_UNION -> compile(((ReaderUnion) action).actualAction);
            case ERROR -> refusal(action.toString());
            case ENUM, CONTAINER, RECORD, SKIP -> throw new IllegalArgumentException("not a number: " + action.reader);
        };
    }

    private static NumberStep refusal(String problem) {
        return in -> {
            throw new UnresolvableSchemaException(problem);
        };
    }

    private static NumberStep same(Schema.Type type) {
        return switch (type) {
            case NULL -> in -> Double.NaN;
            case BOOLEAN -> in -> in.readBoolean() ? 1 : 0;
            case INT -> BoundedDecoder::readInt;
            case LONG -> BoundedDecoder::readLong;
            case FLOAT -> BoundedDecoder::readFloat;
            case DOUBLE -> BoundedDecoder::readDouble;
            default -> throw new IllegalArgumentException("not a number: " + type);
        };
    }

    private static NumberStep promoted(Schema.Type from, Schema.Type to) {
        return switch (to) {
            case LONG, DOUBLE -> same(from);
            case FLOAT -> from == Schema.Type.INT ? in -> (float) in.readInt() : in -> (float) in.readLong();
            default -> throw new IllegalArgumentException("not a number: " + to);
        };
    }

    private static NumberStep union(WriterUnion action) {
        var branches =
                Arrays.stream(action.actions).map(NumberCompiler::compile).toArray(NumberStep[]::new);
        return in -> branches[StepCompiler.indexBelow(branches.length, in.readIndex(), in)].read(in);
    }
}
