package io.millrace.schemas.wire;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Resolver.Container;
import org.apache.avro.Resolver.ReaderUnion;
import org.apache.avro.Resolver.RecordAdjust;
import org.apache.avro.Resolver.WriterUnion;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * Decides how what one schema wrote is read as another, by Avro's own rules, once and for all records.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#schema-resolution">Avro: schema resolution</a>
 */
final class Resolution {
    /** Without conversions, so that values of logical types stay what they are stored as. */
    static final GenericData DATA = new GenericData();

    private Resolution() {}

    /**
     * Works out how to read.
     *
     * @param reader a record schema
     * @return reads one record written with {@code writer}
     * @throws UnresolvableSchemaException if no record written with {@code writer} could be read; if only some branches of
     *     a union cannot be, the step throws this when it meets one
     */
    static Step of(Schema writer, Schema reader) {
        return of(writer, reader, true, null);
    }

    /**
     * The same with some fields as doubles: the step yields a {@link NumberRecord}.
     *
     * @throws IllegalArgumentException if one of them is not a number
     */
    static Step of(Schema writer, Schema reader, NumberFields numbers) {
        return of(writer, reader, true, numbers);
    }

    /** The same of records whose names need not be equal. */
    static Step whateverTheName(Schema writer, Schema reader) {
        return of(writer, reader, false, null);
    }

    private static Step of(Schema writer, Schema reader, boolean sameName, @Nullable NumberFields numbers) {
        try {
            var action = Resolver.resolve(writer, reader, DATA);
            // Avro reads any record as any other whose fields fit; its specification wants the same name as well
            if (sameName
                    && action instanceof RecordAdjust
                    && !action.writer.getName().equals(reader.getName())) {
                throw new UnresolvableSchemaException(
                        "written as " + writer.getFullName() + ", wanted as " + reader.getFullName());
            }
            var problem = problemIn(action, Collections.newSetFromMap(new IdentityHashMap<>()));
            if (problem != null) {
                throw new UnresolvableSchemaException(problem);
            }
            return numbers != null && action instanceof RecordAdjust record
                    ? new StepCompiler().compile(record, numbers)
                    : new StepCompiler().compile(action);
        } catch (AvroRuntimeException e) {
            throw new UnresolvableSchemaException(String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            // Avro resolves recursively, and nothing limits how deep a schema from the registry nests
            throw new UnresolvableSchemaException("the writer schema is nested too deeply");
        }
    }

    /** What makes every record unreadable, or null. A union is readable as long as one branch is. */
    private static @Nullable String problemIn(Action action, Set<Action> seen) {
        if (!seen.add(action)) {
            return null;
        }
        return switch (action.type) {
            case ERROR -> action.toString();
            case CONTAINER -> problemIn(((Container) action).elementAction, seen);
            case READER_UNION -> problemIn(((ReaderUnion) action).actualAction, seen);
            case RECORD -> firstProblem(((RecordAdjust) action).fieldActions, seen);
            case WRITER_UNION -> {
                String problem = null;
                for (var branch : ((WriterUnion) action).actions) {
                    problem = problemIn(branch, seen);
                    if (problem == null) {
                        yield null;
                    }
                }
                yield problem;
            }
            case DO_NOTHING, PROMOTE, ENUM, SKIP -> null;
        };
    }

    private static @Nullable String firstProblem(Action[] actions, Set<Action> seen) {
        for (var action : actions) {
            var problem = problemIn(action, seen);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }
}
