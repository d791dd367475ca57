package io.millrace.enrich.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** CEL's runtime is the specification: whatever is compiled directly gives what it gives. */
class DirectAgainstCelTest {
    private static final int EXPRESSIONS = 2_000;
    private static final int FACTS = 200;
    private static final int FACTS_PER_EXPRESSION = 20;

    private static final List<Long> WHOLES = List.of(
            0L, 1L, 2L, 7L, -1L, -7L, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) - 1, (1L << 53) + 1, -(1L << 53) - 1);
    private static final List<Double> REALS = List.of(
            0.0,
            -0.0,
            1.0,
            2.5,
            -7.0,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            0x1p53,
            -0x1p63,
            0x1p63,
            1e-3);
    private static final List<String> TEXTS = List.of("", "a", "ab", "BE", "é", "😀", "\uFFFD", "\uD83D");
    private static final List<Long> MILLIS = Stream.of(
                    "1970-01-01T00:00:00Z",
                    "1969-12-31T23:59:59.999Z",
                    "2026-03-29T00:59:59.999Z",
                    "2026-03-29T01:00:00Z",
                    "2024-02-29T12:00:00Z",
                    "2024-12-31T23:30:00Z",
                    "2090-07-01T00:00:00Z",
                    "1850-01-01T00:00:00Z")
            .map(text -> Instant.parse(text).toEpochMilli())
            .toList();

    private final Random random = new Random(20261121);

    @Test
    void givesTheSameForEveryExpressionAndAllFacts() throws ExpressionException {
        var compiler = Sample.compiler();
        var expressions = new RandomExpressions(random);
        List<Sample> facts = Stream.generate(this::sample).limit(FACTS).toList();
        int direct = 0;
        int numbers = 0;
        int compared = 0;

        for (int made = 0; made < EXPRESSIONS; made++) {
            String source = expressions.next();
            if (!(compiler.compileValue(source) instanceof CelExpression expression) || expression.direct() == null) {
                continue; // a plain field, or left to CEL
            }
            direct++;
            var byCel = DirectCompilerTest.byCel(expression);
            for (int evaluation = 0; evaluation < FACTS_PER_EXPRESSION; evaluation++) {
                Sample sample = facts.get(random.nextInt(FACTS));
                double value = expression.evaluate(sample);
                assertThat(Double.doubleToLongBits(value))
                        .as("%s for %s", source, sample)
                        .isEqualTo(Double.doubleToLongBits(byCel.evaluate(sample)));
                assertThat(expression.text(sample))
                        .as("%s for %s", source, sample)
                        .isEqualTo(byCel.text(sample));
                compared++;
                numbers += Double.isNaN(value) ? 0 : 1;
            }
        }

        assertThat(direct).as("compiled directly").isGreaterThan(EXPRESSIONS * 3 / 4);
        assertThat(numbers).as("neither null nor an error").isBetween(compared / 4, compared * 3 / 4);
    }

    private Sample sample() {
        var event = new GenericData.Record(Sample.EVENT);
        event.put("items", random.nextInt(20) == 0 ? "seven" : any(WHOLES).intValue());
        event.put("points", any(WHOLES));
        event.put("age", orNull(any(WHOLES)));
        event.put("rate", any(REALS).floatValue());
        event.put("amount", any(REALS));
        event.put("limit", orNull(any(REALS)));
        event.put("online", random.nextBoolean());
        event.put("known", orNull(random.nextBoolean()));
        event.put("name", any(TEXTS));
        event.put("note", orNull(new Utf8(any(TEXTS))));
        event.put("country", new GenericData.EnumSymbol(Sample.COUNTRY, random.nextBoolean() ? "BE" : "NL"));
        event.put("at", random.nextInt(20) == 0 ? (Object) 5 : millis());
        event.put("finely", any(WHOLES) < 2 ? any(WHOLES) : (Long) (any(MILLIS) * 1_000 + random.nextInt(2)));
        event.put("cycle", any(WHOLES));
        return new Sample(event, random.nextInt(4) == 0 ? null : shop(), orNull(random.nextBoolean()));
    }

    private GenericRecord shop() {
        var shop = new GenericData.Record(Sample.SHOP);
        shop.put("name", new Utf8(any(TEXTS)));
        shop.put("mean", orNull(any(REALS)));
        shop.put("since", millis());
        return shop;
    }

    private Long millis() {
        return random.nextInt(4) == 0 ? any(WHOLES) : any(MILLIS);
    }

    private @Nullable Object orNull(Object value) {
        return random.nextInt(4) == 0 ? null : value;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
