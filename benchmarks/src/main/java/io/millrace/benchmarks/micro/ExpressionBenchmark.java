package io.millrace.benchmarks.micro;

import io.millrace.enrich.expression.Expression;
import io.millrace.enrich.expression.ExpressionCompiler;
import io.millrace.enrich.expression.ExpressionException;
import io.millrace.enrich.expression.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One expression for one event. Expressions with {@code dyn} are left to CEL's runtime, those without are compiled by us;
 * {@code dyn} itself does nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class ExpressionBenchmark {
    private static final int EVENTS = 1_024;
    private static final int ROUNDS_BEFORE = 50;
    private static final Schema SCHEMA = SchemaBuilder.record("Payment")
            .fields()
            .name("t")
            .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .requiredDouble("amount")
            .requiredString("country")
            .optionalInt("items")
            .endRecord();

    /** Other expressions of a pipeline: a call within a part then has several targets, as it has in earnest. */
    private static final String[] OTHERS = {
        "day_of_week(t) >= 6 || amount < 1.0",
        "amount / 3.0 + 1.5",
        "items * 2 - 1",
        "items > 2 && items != 7",
        "country in ['BE', 'NL'] ? amount : 0.0",
        "hour(t, 'Europe/Brussels') == 12",
        "!(country < 'C')"
    };

    @Param({
        "hour(t) <= 6 ? 1 : 0",
        "dyn(hour(t) <= 6) ? 1 : 0",
        "amount > 100.0 && country == 'BE'",
        "dyn(amount > 100.0) && country == 'BE'"
    })
    public String source;

    private record Event(GenericRecord record) implements Facts {
        @Override
        public @Nullable GenericRecord reference(int index) {
            return null;
        }
    }

    private final Event[] events = new Event[EVENTS];
    private Expression expression;
    private int turn;

    @Setup
    public void compile() throws ExpressionException {
        var random = new Random(1);
        for (int event = 0; event < EVENTS; event++) {
            var payment = new GenericData.Record(SCHEMA);
            payment.put(
                    "t",
                    Instant.parse("2026-03-01T00:00:00Z").toEpochMilli()
                            + random.nextInt((int) Duration.ofDays(7).toMillis()));
            payment.put("amount", random.nextInt(20_000) / 100.0);
            payment.put("country", random.nextBoolean() ? "BE" : "NL");
            payment.put("items", random.nextInt(10));
            events[event] = new Event(payment);
        }
        var compiler = new ExpressionCompiler(SCHEMA, Map.of());
        for (String other : OTHERS) {
            evaluateOften(compiler.compile(other));
        }
        expression = compiler.compile(source);
    }

    @Benchmark
    public double evaluate() {
        turn = (turn + 1) % EVENTS;
        return expression.evaluate(events[turn]);
    }

    private void evaluateOften(Expression other) {
        for (int round = 0; round < ROUNDS_BEFORE; round++) {
            for (Event event : events) {
                other.evaluate(event);
            }
        }
    }
}
