package io.millrace.enrich.expression;

import java.util.List;
import java.util.Random;

/** Well-typed expressions over a {@link Sample}; one in a few dozen has a part that only CEL knows. */
final class RandomExpressions {
    private static final List<String> WHOLES = List.of("items", "points", "age");
    private static final List<String> REALS = List.of("rate", "amount", "limit", "shop.mean");
    private static final List<String> TRUTHS = List.of("online", "known", "label");
    private static final List<String> TEXTS = List.of("name", "note", "country", "shop.name");
    private static final List<String> TIMES = List.of("at", "finely", "cycle", "shop.since");

    private static final List<String> WHOLE_CONSTANTS =
            List.of("0", "1", "2", "-1", "7", "9007199254740993", "9223372036854775807", "-9223372036854775808");
    private static final List<String> REAL_CONSTANTS = List.of(
            "0.0",
            "-0.0",
            "1.0",
            "2.5",
            "-7.0",
            "5e-324",
            "1.7976931348623157e308",
            "9007199254740992.0",
            "9.223372036854775807e18");
    private static final List<String> TEXT_CONSTANTS = List.of("''", "'BE'", "'a'", "'ab'", "'é'", "'😀'", "'\uFFFD'");
    private static final List<String> DATES = List.of("hour", "day_of_week", "day_of_month", "day_of_year", "month");
    private static final List<String> ZONES =
            List.of("'Europe/Brussels'", "'America/St_Johns'", "'+05:30'", "'UTC'", "'Pacific/Apia'");
    private static final List<String> COMPARISONS = List.of("<", "<=", ">", ">=", "==", "!=");
    private static final List<String> ORDERS = List.of("<", "<=", ">", ">=");

    private final Random random;

    RandomExpressions(Random random) {
        this.random = random;
    }

    /** Of any type that may be a result, texts included. */
    String next() {
        int depth = 1 + random.nextInt(4);
        return switch (random.nextInt(6)) {
            case 0 -> whole(depth);
            case 1 -> real(depth);
            case 2 -> text(depth);
            default -> truth(depth);
        };
    }

    private String whole(int depth) {
        if (depth == 0) {
            return random.nextBoolean() ? any(WHOLES) : any(WHOLE_CONSTANTS);
        }
        int less = depth - 1;
        return switch (random.nextInt(12)) {
            case 0 -> "-(" + whole(less) + ")";
            case 1 -> "int(" + real(less) + ")";
            case 2 -> "int(" + time() + ")";
            case 3 -> any(DATES) + "(" + time() + ")";
            case 4 -> any(DATES) + "(" + time() + ", " + any(ZONES) + ")";
            case 5 -> conditional(less, whole(less), whole(less));
            case 6 -> random.nextInt(8) == 0 ? "size(" + text(less) + ")" : "int(" + whole(less) + ")";
            default -> binary(whole(less), any(List.of("+", "-", "*", "/", "%")), whole(less));
        };
    }

    private String real(int depth) {
        if (depth == 0) {
            return random.nextBoolean() ? any(REALS) : any(REAL_CONSTANTS);
        }
        int less = depth - 1;
        return switch (random.nextInt(8)) {
            case 0 -> "-(" + real(less) + ")";
            case 1 -> "double(" + whole(less) + ")";
            case 2 -> "double(" + real(less) + ")";
            case 3 -> conditional(less, real(less), real(less));
            default -> binary(real(less), any(List.of("+", "-", "*", "/")), real(less));
        };
    }

    private String truth(int depth) {
        if (depth == 0) {
            return random.nextInt(4) == 0 ? any(List.of("true", "false")) : any(TRUTHS);
        }
        int less = depth - 1;
        return switch (random.nextInt(16)) {
            case 0 -> "!(" + truth(less) + ")";
            case 1 -> conditional(less, truth(less), truth(less));
            case 2 -> binary(truth(less), any(COMPARISONS), truth(less));
            case 3 -> binary(whole(less), any(COMPARISONS), whole(less));
            case 4 -> binary(real(less), any(COMPARISONS), real(less));
            case 5 -> binary(whole(less), any(ORDERS), real(less));
            case 6 -> binary(real(less), any(ORDERS), whole(less));
            case 7 -> binary(text(less), any(COMPARISONS), text(less));
            case 8 -> binary(time(), any(COMPARISONS), time());
            case 9 -> in(whole(less), WHOLE_CONSTANTS);
            case 10 -> in(text(less), TEXT_CONSTANTS);
            case 11 -> random.nextInt(8) == 0 ? text(less) + ".contains('a')" : truth(less);
            case 12, 13 -> binary(truth(less), "||", truth(less));
            default -> binary(truth(less), "&&", truth(less));
        };
    }

    private String text(int depth) {
        if (depth == 0) {
            return random.nextBoolean() ? any(TEXTS) : any(TEXT_CONSTANTS);
        }
        int less = depth - 1;
        return switch (random.nextInt(4)) {
            case 0 -> conditional(less, text(less), text(less));
            case 1 -> binary(text(less), "+", text(less));
            default -> text(0);
        };
    }

    private String time() {
        return any(TIMES);
    }

    private String conditional(int depth, String then, String otherwise) {
        return "(" + truth(depth) + " ? " + then + " : " + otherwise + ")";
    }

    private String in(String value, List<String> constants) {
        return binary(value, "in", "[" + any(constants) + ", " + any(constants) + "]");
    }

    private static String binary(String left, String operator, String right) {
        return "(" + left + " " + operator + " " + right + ")";
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
