package io.millrace.enrich.plan;

import io.millrace.enrich.window.Aggregate;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An aggregate as written: {@code count()}, {@code mean(amount)}.
 *
 * @param argument CEL, empty for count
 */
record AggregateCall(Aggregate aggregate, String argument) {
    private static final Pattern CALL = Pattern.compile("\\s*([A-Za-z_]\\w*)\\s*\\((.*)\\)\\s*", Pattern.DOTALL);

    /** @throws IllegalArgumentException with a message for the author of the pipeline file */
    static AggregateCall parse(String source) {
        Matcher call = CALL.matcher(source);
        if (!call.matches()) {
            throw new IllegalArgumentException(
                    "must be an aggregate of an expression, such as mean(amount), was '" + source + "'");
        }
        String word = call.group(1);
        String argument = call.group(2).strip();
        Aggregate aggregate = Aggregate.named(word)
                .orElseThrow(() -> new IllegalArgumentException("unknown aggregate '" + word + "'; known are "
                        + Arrays.stream(Aggregate.values()).map(Aggregate::word).collect(Collectors.joining(", "))));
        if (aggregate == Aggregate.COUNT && !argument.isEmpty()) {
            throw new IllegalArgumentException("count() takes no expression; sum(condition) counts where it is true");
        }
        if (aggregate != Aggregate.COUNT && argument.isEmpty()) {
            throw new IllegalArgumentException(word + "() needs an expression");
        }
        return new AggregateCall(aggregate, argument);
    }
}
