package io.millrace.enrich.expression;

import io.millrace.enrich.expression.Part.Real;
import io.millrace.enrich.expression.Part.Text;
import io.millrace.enrich.expression.Part.Time;
import io.millrace.enrich.expression.Part.Truth;
import io.millrace.enrich.expression.Part.Whole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operators and conversions as CEL's runtime for Java has them, which is not always as CEL's specification does: texts are
 * ordered by their chars rather than by code point, and an int is compared with a double after it was rounded to one.
 *
 * <p>An operator's name and the types of its operands say which overload CEL's type checker chose.
 */
final class Operators {
    /** The least double above every int. Its negative is an int, but CEL converts neither. */
    private static final double PAST_INTS = 0x1p63;

    /** Negative, zero or positive. */
    private interface Order {
        int of(Reading reading);
    }

    private Operators() {}

    /** Null where CEL alone knows. */
    static @Nullable Part of(String operator, List<Part> operands) {
        return switch (operands.size()) {
            case 1 -> unary(operator, operands.get(0));
            case 2 -> binary(operator, operands.get(0), operands.get(1));
            case 3 -> operator.equals("_?_:_") ? conditional(operands.get(0), operands.get(1), operands.get(2)) : null;
            default -> null;
        };
    }

    private static @Nullable Part unary(String operator, Part operand) {
        if (operand instanceof Truth a) {
            return operator.equals("!_") ? (Truth) reading -> !a.of(reading) : null;
        }
        if (operand instanceof Whole a) {
            return switch (operator) {
                case "-_" -> (Whole) reading -> Math.negateExact(a.of(reading));
                case "int" -> a;
                case "double" -> (Real) a::of;
                default -> null;
            };
        }
        if (operand instanceof Real a) {
            return switch (operator) {
                case "-_" -> (Real) reading -> -a.of(reading);
                case "int" -> (Whole) reading -> truncated(a.of(reading));
                case "double" -> a;
                default -> null;
            };
        }
        return operand instanceof Time a && operator.equals("int") ? (Whole) a::second : null;
    }

    private static @Nullable Part binary(String operator, Part left, Part right) {
        if (left instanceof Whole a && right instanceof Whole b) {
            return wholes(operator, a, b);
        }
        if (left instanceof Real a && right instanceof Real b) {
            return reals(operator, a, b);
        }
        if (left instanceof Whole a && right instanceof Real b) {
            return ordered(operator, reading -> compare(a.of(reading), b.of(reading)));
        }
        if (left instanceof Real a && right instanceof Whole b) {
            return ordered(operator, reading -> compare(a.of(reading), b.of(reading)));
        }
        if (left instanceof Truth a && right instanceof Truth b) {
            return truths(operator, a, b);
        }
        if (left instanceof Text a && right instanceof Text b) {
            return texts(operator, a, b);
        }
        return left instanceof Time a && right instanceof Time b
                ? ordered(operator, reading -> a.compare(b, reading))
                : null;
    }

    private static @Nullable Part wholes(String operator, Whole a, Whole b) {
        return switch (operator) {
            case "_+_" -> (Whole) reading -> Math.addExact(a.of(reading), b.of(reading));
            case "_-_" -> (Whole) reading -> Math.subtractExact(a.of(reading), b.of(reading));
            case "_*_" -> (Whole) reading -> Math.multiplyExact(a.of(reading), b.of(reading));
            case "_/_" -> (Whole) reading -> quotient(a.of(reading), b.of(reading));
            case "_%_" -> (Whole) reading -> a.of(reading) % b.of(reading);
            case "_<_" -> (Truth) reading -> a.of(reading) < b.of(reading);
            case "_<=_" -> (Truth) reading -> a.of(reading) <= b.of(reading);
            case "_>_" -> (Truth) reading -> a.of(reading) > b.of(reading);
            case "_>=_" -> (Truth) reading -> a.of(reading) >= b.of(reading);
            case "_==_" -> (Truth) reading -> a.of(reading) == b.of(reading);
            case "_!=_" -> (Truth) reading -> a.of(reading) != b.of(reading);
            default -> null;
        };
    }

    private static @Nullable Part reals(String operator, Real a, Real b) {
        return switch (operator) {
            case "_+_" -> (Real) reading -> a.of(reading) + b.of(reading);
            case "_-_" -> (Real) reading -> a.of(reading) - b.of(reading);
            case "_*_" -> (Real) reading -> a.of(reading) * b.of(reading);
            case "_/_" -> (Real) reading -> a.of(reading) / b.of(reading);
            case "_<_" -> (Truth) reading -> a.of(reading) < b.of(reading);
            case "_<=_" -> (Truth) reading -> a.of(reading) <= b.of(reading);
            case "_>_" -> (Truth) reading -> a.of(reading) > b.of(reading);
            case "_>=_" -> (Truth) reading -> a.of(reading) >= b.of(reading);
            case "_==_" -> (Truth) reading -> a.of(reading) == b.of(reading);
            case "_!=_" -> (Truth) reading -> a.of(reading) != b.of(reading);
            default -> null;
        };
    }

    private static @Nullable Part truths(String operator, Truth a, Truth b) {
        return switch (operator) {
            case "_&&_" -> decidedBy(false, a, b);
            case "_||_" -> decidedBy(true, a, b);
            default -> ordered(operator, reading -> Boolean.compare(a.of(reading), b.of(reading)));
        };
    }

    private static @Nullable Part texts(String operator, Text a, Text b) {
        return switch (operator) {
            case "_+_" -> (Text) reading -> a.of(reading).concat(b.of(reading));
            case "_==_" -> (Truth) reading -> a.of(reading).equals(b.of(reading));
            case "_!=_" -> (Truth) reading -> !a.of(reading).equals(b.of(reading));
            default -> ordered(operator, reading -> a.of(reading).compareTo(b.of(reading)));
        };
    }

    private static @Nullable Truth ordered(String operator, Order order) {
        return switch (operator) {
            case "_<_" -> reading -> order.of(reading) < 0;
            case "_<=_" -> reading -> order.of(reading) <= 0;
            case "_>_" -> reading -> order.of(reading) > 0;
            case "_>=_" -> reading -> order.of(reading) >= 0;
            case "_==_" -> reading -> order.of(reading) == 0;
            case "_!=_" -> reading -> order.of(reading) != 0;
            default -> null;
        };
    }

    private static @Nullable Part conditional(Part condition, Part then, Part otherwise) {
        if (!(condition instanceof Truth c)) {
            return null;
        }
        if (then instanceof Truth a && otherwise instanceof Truth b) {
            return (Truth) reading -> c.of(reading) ? a.of(reading) : b.of(reading);
        }
        if (then instanceof Whole a && otherwise instanceof Whole b) {
            return (Whole) reading -> c.of(reading) ? a.of(reading) : b.of(reading);
        }
        if (then instanceof Real a && otherwise instanceof Real b) {
            return (Real) reading -> c.of(reading) ? a.of(reading) : b.of(reading);
        }
        return then instanceof Text a && otherwise instanceof Text b
                ? (Text) reading -> c.of(reading) ? a.of(reading) : b.of(reading)
                : null;
    }

    /** {@code &&} is decided by a false and {@code ||} by a true, on either side, even where the other side fails. */
    private static Truth decidedBy(boolean decisive, Truth left, Truth right) {
        return reading -> {
            try {
                if (left.of(reading) == decisive) {
                    return decisive;
                }
            } catch (ArithmeticException | ClassCastException failed) {
                if (right.of(reading) == decisive) {
                    return decisive;
                }
                throw failed;
            }
            return right.of(reading);
        };
    }

    private static long quotient(long dividend, long divisor) {
        return divisor == -1 ? Math.negateExact(dividend) : dividend / divisor;
    }

    private static long truncated(double value) {
        if (!(Math.abs(value) < PAST_INTS)) { // written so that NaN fails too
            throw new ArithmeticException("out of the range of int");
        }
        return (long) value;
    }

    /** A double that is not a number is above every int, and a negative zero below zero. */
    private static int compare(double a, long b) {
        return Double.compare(a, (double) b);
    }

    private static int compare(long a, double b) {
        return Double.compare((double) a, b);
    }
}
