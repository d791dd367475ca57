package io.millrace.app.gate;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Compares what a tensor says it is with the bytes that are there. */
final class TensorScan {
    private static final int INT32 = 6;
    private static final int INT64 = 7;
    private static final int STRING = 8;
    private static final int BOOL = 9;

    /** Bits of an element by the number of its type, from FLOAT = 1 to INT2 = 26; 0 where there is no fixed size. */
    private static final int[] BITS = {
        0, 32, 8, 8, 16, 16, 32, 64, 0, 8, 16, 64, 32, 64, 64, 128, 16, 8, 8, 8, 8, 4, 4, 4, 8, 2, 2
    };

    private TensorScan() {}

    /** Reports a tensor whose content is elsewhere or not as much as it says; notes the content of a small whole one. */
    static void check(OnnxElement tensor, Findings findings) {
        if (tensor.number("data_location") != 0 || tensor.count("external_data") > 0) {
            findings.add(
                    Check.EXTERNAL_DATA,
                    tensor.path() + " " + Refusal.shown(tensor.text("name")) + " lies in another file");
            return;
        }
        var type = tensor.number("data_type");
        if (type < 1 || type >= BITS.length || tensor.count("segment") > 0) {
            findings.add(Check.CLAIMS, tensor.path() + " is of no known type, or only a part: type " + type);
            return;
        }
        var elements = elements(tensor);
        if (elements < 0) {
            findings.add(Check.CLAIMS, tensor.path() + " has no possible shape " + shape(tensor));
        } else if (!isThere(tensor, (int) type, elements)) {
            findings.add(
                    Check.CLAIMS,
                    tensor.path() + " says it is " + shape(tensor) + ", and holds " + present(tensor)
                            + " bytes or values");
        } else if (elements <= OnnxElement.KEPT_NUMBERS) {
            tensor.integers(integers(tensor, (int) type));
        }
    }

    /** How many elements a tensor says it has; -1 if no tensor can have that many. */
    static long elements(OnnxElement tensor) {
        if (tensor.count("dims") > OnnxElement.KEPT_NUMBERS) {
            return -1;
        }
        var product = product(tensor.numbers("dims"));
        return product.bitLength() < Long.SIZE ? product.longValue() : -1;
    }

    /** The product of sizes; negative if one of them is. */
    static BigInteger product(long[] sizes) {
        return Arrays.stream(sizes).anyMatch(size -> size < 0)
                ? BigInteger.ONE.negate()
                : Arrays.stream(sizes).mapToObj(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
    }

    /** Bytes of one element of a type; those of the widest one where it is not known. */
    static int width(long type) {
        return type >= 1 && type < BITS.length && BITS[(int) type] > 0 ? Math.max(1, BITS[(int) type] / 8) : 16;
    }

    private static boolean isThere(OnnxElement tensor, int type, long elements) {
        if (tensor.count("raw_data") > 0) {
            return typed(tensor) == 0 && type != STRING && tensor.bytes("raw_data") == packed(elements, BITS[type]);
        }
        var count = tensor.count(field(type));
        var expected = type == 14 || type == 15 ? 2 * elements : elements; // complex: two numbers each
        return typed(tensor) == count
                && (count == expected || (BITS[type] < 8 && count == packed(elements, BITS[type])));
    }

    /** Bytes of so many elements of so many bits, the last one filled up; -1 if beyond counting. */
    private static long packed(long elements, int bits) {
        return elements > Long.MAX_VALUE / 128 ? -1 : (elements * bits + 7) / 8;
    }

    private static String field(int type) {
        return switch (type) {
            case 1, 14 -> "float_data";
            case 11, 15 -> "double_data";
            case INT64 -> "int64_data";
            case 12, 13 -> "uint64_data";
            case STRING -> "string_data";
            default -> "int32_data";
        };
    }

    /** How many values there are outside of the raw bytes. */
    private static long typed(OnnxElement tensor) {
        return LongStream.of(
                        tensor.count("float_data"),
                        tensor.count("double_data"),
                        tensor.count("int64_data"),
                        tensor.count("uint64_data"),
                        tensor.count("string_data"),
                        tensor.count("int32_data"))
                .sum();
    }

    private static long present(OnnxElement tensor) {
        return typed(tensor) + tensor.bytes("raw_data");
    }

    private static String shape(OnnxElement tensor) {
        return Arrays.toString(tensor.numbers("dims"));
    }

    private static long @Nullable [] integers(OnnxElement tensor, int type) {
        if (type != INT64 && type != INT32 && type != BOOL) {
            return null;
        }
        var raw = tensor.blob("raw_data");
        if (raw == null) {
            return tensor.numbers(field(type));
        }
        var buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        int width = width(type);
        return LongStream.range(0, raw.length / width)
                .map(i -> width == 8
                        ? buffer.getLong((int) i * 8)
                        : width == 4 ? buffer.getInt((int) i * 4) : buffer.get((int) i))
                .toArray();
    }
}
