package io.millrace.app.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A kind of number that a tensor can hold, and how a double becomes one and is read from one. */
enum ElementType {
    FLOAT(OnnxJavaType.FLOAT, Float.BYTES) {
        @Override
        void put(ByteBuffer bytes, int at, double value) {
            bytes.putFloat(at, (float) value);
        }

        @Override
        double get(ByteBuffer bytes, int at) {
            return bytes.getFloat(at);
        }
    },
    DOUBLE(OnnxJavaType.DOUBLE, Double.BYTES) {
        @Override
        void put(ByteBuffer bytes, int at, double value) {
            bytes.putDouble(at, value);
        }

        @Override
        double get(ByteBuffer bytes, int at) {
            return bytes.getDouble(at);
        }
    },
    FLOAT16(OnnxJavaType.FLOAT16, Short.BYTES) {
        @Override
        void put(ByteBuffer bytes, int at, double value) {
            bytes.putShort(at, Fp16Conversions.floatToFp16((float) value));
        }

        @Override
        double get(ByteBuffer bytes, int at) {
            return Fp16Conversions.fp16ToFloat(bytes.getShort(at));
        }
    },
    INT64(OnnxJavaType.INT64, Long.BYTES, -0x1p63, Math.nextDown(0x1p63)) {
        @Override
        void put(ByteBuffer bytes, int at, double value) {
            bytes.putLong(at, (long) value);
        }

        @Override
        double get(ByteBuffer bytes, int at) {
            return bytes.getLong(at);
        }
    },
    INT32(OnnxJavaType.INT32, Integer.BYTES, Integer.MIN_VALUE, Integer.MAX_VALUE) {
        @Override
        void put(ByteBuffer bytes, int at, double value) {
            bytes.putInt(at, (int) value);
        }

        @Override
        double get(ByteBuffer bytes, int at) {
            return bytes.getInt(at);
        }
    },
    INT16(OnnxJavaType.INT16, Short.BYTES, Short.MIN_VALUE, Short.MAX_VALUE) {
        @Override
        void put(ByteBuffer bytes, int at, double value) {
            bytes.putShort(at, (short) value);
        }

        @Override
        double get(ByteBuffer bytes, int at) {
            return bytes.getShort(at);
        }
    },
    INT8(OnnxJavaType.INT8, Byte.BYTES, Byte.MIN_VALUE, Byte.MAX_VALUE) {
        @Override
        void put(ByteBuffer bytes, int at, double value) {
            bytes.put(at, (byte) value);
        }

        @Override
        double get(ByteBuffer bytes, int at) {
            return bytes.get(at);
        }
    },
    UINT8(OnnxJavaType.UINT8, Byte.BYTES, 0, 255) {
        @Override
        void put(ByteBuffer bytes, int at, double value) {
            bytes.put(at, (byte) (int) value);
        }

        @Override
        double get(ByteBuffer bytes, int at) {
            return Byte.toUnsignedInt(bytes.get(at));
        }
    },
    BOOL(OnnxJavaType.BOOL, Byte.BYTES, 0, 1) {
        @Override
        void put(ByteBuffer bytes, int at, double value) {
            bytes.put(at, (byte) value);
        }

        @Override
        double get(ByteBuffer bytes, int at) {
            return bytes.get(at) == 0 ? 0 : 1;
        }
    };

    private final OnnxJavaType onnx;
    private final int bytes;
    private final boolean whole;
    private final double least;
    private final double most;

    ElementType(OnnxJavaType onnx, int bytes) {
        this(onnx, bytes, false, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    ElementType(OnnxJavaType onnx, int bytes, double least, double most) {
        this(onnx, bytes, true, least, most);
    }

    ElementType(OnnxJavaType onnx, int bytes, boolean whole, double least, double most) {
        this.onnx = onnx;
        this.bytes = bytes;
        this.whole = whole;
        this.least = least;
        this.most = most;
    }

    /** Empty for texts and for what Java has no form for. */
    static Optional<ElementType> of(OnnxJavaType type) {
        return Arrays.stream(values()).filter(known -> known.onnx == type).findFirst();
    }

    OnnxJavaType onnx() {
        return onnx;
    }

    /** Size of one number. */
    int bytes() {
        return bytes;
    }

    /** Whether it holds no fractions, and nothing that stands for a missing number. */
    boolean isWhole() {
        return whole;
    }

    /** Whether {@link #put} says this value, rounding aside: false for NaN where numbers are whole. */
    boolean holds(double value) {
        return !whole || (value >= least && value <= most); // written so that NaN fails
    }

    /** Writes a value that {@link #holds}; beyond float32 or float16 it becomes infinite. */
    abstract void put(ByteBuffer bytes, int at, double value);

    abstract double get(ByteBuffer bytes, int at);

    /** As ONNX calls it in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
