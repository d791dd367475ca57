package io.millrace.app.pipeline;

import io.millrace.drift.outcome.Worth;
import io.millrace.enrich.expression.Expression;
import io.millrace.enrich.expression.ExpressionCompiler;
import io.millrace.enrich.expression.ExpressionException;
import io.millrace.enrich.label.LabelledFacts;
import io.millrace.schemas.prediction.PredictionSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * What pairs of prediction and outcome are worth, by expressions. They read the columns of predictions, of which {@value #ANSWER} is what the
 * prediction was labelled with, and {@code label}: what became of the event. Of each prediction the columns that an expression names are
 * kept until then. Immutable; what it works with is made for each thread by {@link #forOneThread}.
 */
public final class PairWorth {
    /** What expressions call the prediction's own label. */
    public static final String ANSWER = "answer";

    /** As many as a summary has sums. */
    public static final int MOST = 8;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    private final Map<String, Expression> expressions;
    private final Schema facts;
    private final Schema.Field label;

    private PairWorth(Map<String, Expression> expressions, Schema facts, Schema.Field label) {
        this.expressions = Map.copyOf(expressions);
        this.facts = facts;
        this.label = label;
    }

    /**
     * Compiles expressions.
     *
     * @param sources by name
     * @param predictions schema of predictions
     * @param label field of outcomes
     * @param problems takes what is wrong, by name
     */
    public static PairWorth compile(
            Map<String, String> sources, Schema predictions, Schema.Field label, BiConsumer<String, String> problems) {
        var whole = columns(predictions, name -> true);
        var facts =
                columns(predictions, name -> sources.values().stream().anyMatch(source -> names(source, named(name))));
        var checker = new ExpressionCompiler(whole, null, Map.of(), label);
        var compiler = new ExpressionCompiler(facts, null, Map.of(), label);
        var compiled = new LinkedHashMap<String, Expression>();
        sources.forEach((name, source) -> {
            try {
                checker.compile(source); // which knows all names there are to suggest
                compiled.put(name, compiler.compile(source));
            } catch (ExpressionException e) {
                e.problems().forEach(problem -> problems.accept(name, problem));
            }
            if (!NAME.matcher(name).matches()) {
                problems.accept(
                        name, "must be up to 64 letters, digits, dashes and underscores, beginning with a letter");
            }
        });
        sources.keySet().stream()
                .skip(MOST)
                .forEach(name -> problems.accept(name, "is one too many: there may be " + MOST));
        return new PairWorth(compiled, facts, label);
    }

    /** Columns of predictions by the names that expressions have for them; none is hidden but one that is called as the answer is. */
    private static Schema columns(Schema predictions, Predicate<String> wanted) {
        return Schema.createRecord(
                "Prediction",
                null,
                "io.millrace.quality",
                false,
                predictions.getFields().stream()
                        .filter(field -> !field.name().equals(ANSWER) && wanted.test(field.name()))
                        .map(field -> new Schema.Field(named(field.name()), field.schema()))
                        .toList());
    }

    /** Whether an expression says a name; it may be that it only says it in a text. */
    private static boolean names(String source, String name) {
        return Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                .matcher(source)
                .find();
    }

    private static String named(String column) {
        return column.equals(PredictionSchema.LABEL) ? ANSWER : column;
    }

    private static String column(String named) {
        return named.equals(ANSWER) ? PredictionSchema.LABEL : named;
    }

    /** Whether a label is true or false rather than a number. */
    public static boolean isTruth(Schema label) {
        return label.isUnion()
                ? label.getTypes().stream().anyMatch(type -> type.getType() == Schema.Type.BOOLEAN)
                : label.getType() == Schema.Type.BOOLEAN;
    }

    /** Of what there is to know. */
    public Set<String> names() {
        return expressions.keySet();
    }

    /** What is worked with; for one thread. */
    public Worth forOneThread() {
        return expressions.isEmpty() ? Worth.NOTHING : new ByExpressions();
    }

    private final class ByExpressions implements Worth {
        private final GenericDatumWriter<GenericRecord> writer = new GenericDatumWriter<>(facts);
        private final GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(facts);
        private final boolean truth = isTruth(label.schema());

        /** Begins what is kept: it says of which columns it is. */
        private final byte[] layout = ByteBuffer.allocate(Long.BYTES)
                .putLong(SchemaNormalization.parsingFingerprint64(facts))
                .array();

        @Override
        public List<String> columns() {
            return facts.getFields().stream().map(field -> column(field.name())).toList();
        }

        @Override
        public byte[] facts(GenericRecord prediction) {
            var record = new GenericData.Record(facts);
            facts.getFields().forEach(field -> record.put(field.pos(), prediction.get(column(field.name()))));
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(layout);
            try {
                var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
                writer.write(record, encoder);
                encoder.flush();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible); // memory does not fail to be written
            }
            return bytes.toByteArray();
        }

        @Override
        public Map<String, Double> of(byte[] kept, double outcome) {
            var values = new LinkedHashMap<String, Double>();
            if (!Arrays.equals(kept, 0, Math.min(kept.length, Long.BYTES), layout, 0, Long.BYTES)) {
                expressions.keySet().forEach(name -> values.put(name, Double.NaN)); // kept for other expressions
                return values;
            }
            try {
                var in = DecoderFactory.get().binaryDecoder(kept, Long.BYTES, kept.length - Long.BYTES, null);
                var record = reader.read(null, in);
                var all = new LabelledFacts(record, truth ? (Object) (outcome != 0) : (Object) outcome);
                expressions.forEach((name, expression) -> values.put(name, expression.evaluate(all)));
                return values;
            } catch (IOException e) {
                throw new UncheckedIOException("what was kept of a prediction is not of these expressions", e);
            }
        }
    }
}
