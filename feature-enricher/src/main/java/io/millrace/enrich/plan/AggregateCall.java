package io.millrace.enrich.plan;

import io.millrace.enrich.definition.DurationText;
import io.millrace.enrich.definition.Suggestion;
import io.millrace.enrich.window.Aggregate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An aggregate as written: {@code count()}, {@code mean(amount)}, {@code quantile(amount, 0.95)}.
 *
 * @param argument CEL, empty for count and time_since_last
 * @param other CEL, y of {@code ratio(x, y)}; empty for all others
 * @param parameter n of lag, q of quantile; 0 for all others
 * @param halfLifeMillis of ewma; 0 for all others
 */
record AggregateCall(Aggregate aggregate, String argument, String other, double parameter, long halfLifeMillis) {
    /** Entries of a window of the latest are read one by one. */
    static final int MOST_ENTRIES = 1_000;

    private static final Pattern CALL = Pattern.compile("\\s*([A-Za-z_]\\w*)\\s*\\((.*)\\)\\s*", Pattern.DOTALL);
    private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
    private static final Pattern SHARE = Pattern.compile("0?\\.\\d+");

    /** @throws IllegalArgumentException with a message for the author of the pipeline file */
    static AggregateCall parse(String source) {
        Matcher call = CALL.matcher(source);
        if (!call.matches()) {
            throw new IllegalArgumentException(
                    "must be an aggregate of an expression, such as mean(amount), was '" + source + "'");
        }
        String word = call.group(1);
        Aggregate aggregate = Aggregate.named(word).orElseThrow(() -> unknown(word));
        List<String> arguments = arguments(call.group(2));
        return switch (aggregate) {
            case COUNT, TIME_SINCE_LAST -> {
                require(arguments.isEmpty(), word + "() takes no expression; say which events count with `where`");
                yield new AggregateCall(aggregate, "", "", 0, 0);
            }
            case RATIO -> {
                require(arguments.size() == 2, "must be ratio(x, y), the sum of x over the sum of y");
                yield new AggregateCall(aggregate, arguments.get(0), arguments.get(1), 0, 0);
            }
            case LAG -> {
                require(
                        arguments.size() == 2 && isPlaces(arguments.get(1)),
                        "must be lag(x, n), n a whole number from 1 to " + MOST_ENTRIES);
                yield new AggregateCall(aggregate, arguments.get(0), "", Integer.parseInt(arguments.get(1)), 0);
            }
            case QUANTILE -> {
                require(
                        arguments.size() == 2 && isShare(arguments.get(1)),
                        "must be quantile(x, q), q between 0 and 1, both excluded");
                yield new AggregateCall(aggregate, arguments.get(0), "", Double.parseDouble(arguments.get(1)), 0);
            }
            case EWMA -> {
                Duration halfLife = arguments.size() == 2
                        ? DurationText.parse(arguments.get(1)).orElse(Duration.ZERO)
                        : Duration.ZERO;
                require(
                        halfLife.toMillis() > 0,
                        "must be ewma(x, half-life), the half-life a duration such as 30m, 1h or 7d");
                yield new AggregateCall(aggregate, arguments.get(0), "", 0, halfLife.toMillis());
            }
            default -> {
                require(
                        arguments.size() == 1,
                        word + "() needs " + (arguments.isEmpty() ? "an" : "one") + " expression");
                yield new AggregateCall(aggregate, arguments.get(0), "", 0, 0);
            }
        };
    }

    /** Whether there is a value to be aggregated. */
    boolean hasArgument() {
        return !argument.isEmpty();
    }

    private static IllegalArgumentException unknown(String word) {
        List<String> known =
                Arrays.stream(Aggregate.values()).map(Aggregate::word).toList();
        return new IllegalArgumentException("unknown aggregate '" + word + "'" + Suggestion.didYouMean(word, known)
                + "; known are " + String.join(", ", known));
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static boolean isPlaces(String text) {
        return WHOLE.matcher(text).matches() && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MOST_ENTRIES;
    }

    private static boolean isShare(String text) {
        return SHARE.matcher(text).matches() && Double.parseDouble(text) > 0;
    }

    /** What stands between commas that are in no brackets and no quotes. */
    private static List<String> arguments(String text) {
        var arguments = new ArrayList<String>();
        int depth = 0;
        char quote = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                arguments.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        String last = text.substring(from).strip();
        if (!last.isEmpty() || !arguments.isEmpty()) {
            arguments.add(last);
        }
        return arguments;
    }
}
