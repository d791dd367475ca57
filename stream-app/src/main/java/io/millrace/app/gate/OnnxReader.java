package io.millrace.app.gate;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.millrace.app.gate.OnnxMessage.Field;
import io.millrace.app.gate.OnnxMessage.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Reads an ONNX file as protobuf, without making its tensors. Stricter than a parser must be: what one parser skips another
 * may read, so unknown fields, fields of another wire type, and single fields that are there twice end the reading. Time
 * grows with the file's size, and memory with its deepest path.
 */
final class OnnxReader {
    /** Each subgraph takes three levels. */
    static final int MAX_DEPTH = 64;

    /** Operators, tensors and domains have short names. */
    static final int MAX_TEXT_BYTES = 1 << 16;

    /** An opaque field is kept if it may be one of few whole numbers. */
    private static final int KEPT_BLOB_BYTES = OnnxElement.KEPT_NUMBERS * Long.BYTES;

    private static final int MAX_ELEMENTS = 5_000_000;

    private final CodedInputStream input;
    private final Consumer<OnnxElement> visitor;
    private final boolean whole;
    private int elements;

    private OnnxReader(byte[] bytes, Consumer<OnnxElement> visitor, boolean whole) {
        this.input = CodedInputStream.newInstance(bytes);
        this.visitor = visitor;
        this.whole = whole;
    }

    /**
     * Reads a whole file.
     *
     * @param visitor gets every message when it has been read, those in it before itself, and the model at last
     * @throws MalformedOnnxException if the bytes are anything else than one ONNX model
     */
    static void read(byte[] bytes, Consumer<OnnxElement> visitor) throws MalformedOnnxException {
        read(bytes, new OnnxReader(bytes, visitor, false));
    }

    /**
     * The same with all values of attributes, and of tensors in them. Not for files that have not been through the gate: these
     * values take up to a few times the file's size.
     */
    static void readWhole(byte[] bytes, Consumer<OnnxElement> visitor) throws MalformedOnnxException {
        read(bytes, new OnnxReader(bytes, visitor, true));
    }

    private static void read(byte[] bytes, OnnxReader reader) throws MalformedOnnxException {
        try {
            reader.input.pushLimit(bytes.length);
            reader.message(new OnnxElement(OnnxMessage.MODEL, null, "", false), 1);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedOnnxException(
                    "is no protobuf at byte " + reader.input.getTotalBytesRead() + ": " + e.getMessage());
        } catch (IOException e) {
            throw new MalformedOnnxException("cannot be read: " + e.getMessage());
        }
    }

    private void message(OnnxElement element, int depth) throws IOException, MalformedOnnxException {
        if (depth > MAX_DEPTH) {
            throw new MalformedOnnxException("is nested deeper than " + MAX_DEPTH + " levels");
        }
        if (++elements > MAX_ELEMENTS) {
            throw new MalformedOnnxException("has more than " + MAX_ELEMENTS + " parts");
        }
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            var field = element.message().field(WireFormat.getTagFieldNumber(tag));
            if (field == null) {
                throw new MalformedOnnxException(
                        at(element) + " has field " + WireFormat.getTagFieldNumber(tag) + ", which ONNX does not know");
            }
            if (!field.many() && element.count(field.name()) > 0) {
                throw new MalformedOnnxException(at(element) + " has " + field.name() + " twice");
            }
            value(element, field, WireFormat.getTagWireType(tag), depth);
        }
        visitor.accept(element);
    }

    private void value(OnnxElement element, Field field, int wireType, int depth)
            throws IOException, MalformedOnnxException {
        if (wireType != wireType(field.kind())) {
            if (field.many() && wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED && isScalar(field.kind())) {
                packed(element, field);
                return;
            }
            throw new MalformedOnnxException(
                    at(element) + " has " + field.name() + " of another form (wire type " + wireType + ")");
        }
        switch (field.kind()) {
            case NUMBER -> number(element, field);
            case FLOAT -> real(element, field, Float.BYTES);
            case DOUBLE -> real(element, field, Double.BYTES);
            case TEXT -> text(element, field);
            case BLOB -> blob(element, field);
            case MESSAGE -> nested(element, field, depth);
        }
    }

    private static int wireType(Kind kind) {
        return switch (kind) {
            case NUMBER -> WireFormat.WIRETYPE_VARINT;
            case FLOAT -> WireFormat.WIRETYPE_FIXED32;
            case DOUBLE -> WireFormat.WIRETYPE_FIXED64;
            case TEXT, BLOB, MESSAGE -> WireFormat.WIRETYPE_LENGTH_DELIMITED;
        };
    }

    private static boolean isScalar(Kind kind) {
        return kind == Kind.NUMBER || kind == Kind.FLOAT || kind == Kind.DOUBLE;
    }

    private void number(OnnxElement element, Field field) throws IOException {
        long number = input.readInt64();
        element.keep(field, number);
        if (element.isWhole()) {
            element.add(field, (double) number);
        }
        element.count(field, 1, 0);
    }

    private void packed(OnnxElement element, Field field) throws IOException, MalformedOnnxException {
        int length = length(element, field);
        if (field.kind() == Kind.NUMBER) {
            int outer = input.pushLimit(length);
            while (!input.isAtEnd()) {
                number(element, field);
            }
            input.popLimit(outer);
            return;
        }
        int width = field.kind() == Kind.FLOAT ? Float.BYTES : Double.BYTES;
        if (length % width != 0) {
            throw new MalformedOnnxException(at(element) + " has " + field.name() + " of " + length + " bytes");
        }
        if (element.isWhole()) {
            for (int i = 0; i < length / width; i++) {
                real(element, field, width);
            }
            return;
        }
        input.skipRawBytes(length);
        element.count(field, length / width, length);
    }

    private void real(OnnxElement element, Field field, int width) throws IOException {
        if (element.isWhole()) {
            element.add(field, width == Float.BYTES ? input.readFloat() : input.readDouble());
        } else {
            input.skipRawBytes(width);
        }
        element.count(field, 1, width);
    }

    private void text(OnnxElement element, Field field) throws IOException, MalformedOnnxException {
        int length = length(element, field);
        if (length > MAX_TEXT_BYTES) {
            throw new MalformedOnnxException(at(element) + " has " + field.name() + " of " + length + " bytes, "
                    + MAX_TEXT_BYTES + " are allowed");
        }
        var bytes = input.readRawBytes(length);
        try {
            element.keep(
                    field,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            throw new MalformedOnnxException(at(element) + " has " + field.name() + " that is not UTF-8");
        }
        element.count(field, 1, length);
    }

    private void blob(OnnxElement element, Field field) throws IOException, MalformedOnnxException {
        int length = length(element, field);
        if (element.isWhole() || (!field.many() && length <= KEPT_BLOB_BYTES)) {
            element.keep(field, input.readRawBytes(length));
        } else {
            input.skipRawBytes(length);
        }
        element.count(field, 1, length);
    }

    private void nested(OnnxElement element, Field field, int depth) throws IOException, MalformedOnnxException {
        int length = length(element, field);
        var message = field.message();
        if (message == null) {
            throw new AssertionError(field);
        }
        var place = field.many() ? field.name() + "[" + element.count(field.name()) + "]" : field.name();
        element.count(field, 1, length);
        int outer = input.pushLimit(length);
        message(new OnnxElement(message, element, place, isWhole(message, element)), depth + 1);
        input.popLimit(outer);
    }

    private boolean isWhole(OnnxMessage message, OnnxElement parent) {
        return whole && (message == OnnxMessage.ATTRIBUTE || (message == OnnxMessage.TENSOR && parent.isWhole()));
    }

    /** A length that is not more than what is left of the message. */
    private int length(OnnxElement element, Field field) throws IOException, MalformedOnnxException {
        int length = input.readRawVarint32();
        int left = input.getBytesUntilLimit();
        if (length < 0 || length > left) {
            throw new MalformedOnnxException(at(element) + " has " + field.name() + " of "
                    + Integer.toUnsignedString(length) + " bytes, where " + left + " are left");
        }
        return length;
    }

    private static String at(OnnxElement element) {
        return element.path().isEmpty() ? "the model" : element.path();
    }
}
