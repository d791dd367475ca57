package io.millrace.app.gate;

import io.millrace.app.gate.OnnxMessage.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One message of an ONNX file: its numbers and names, and of everything else how much there is. For one thread.
 */
final class OnnxElement {
    /** More numbers of one field are counted but not kept: shapes have few, and weights are not needed. */
    static final int KEPT_NUMBERS = 64;

    private final OnnxMessage message;
    private final @Nullable OnnxElement parent;
    private final String place;
    private final boolean whole;
    private final int[] counts = new int[OnnxMessage.FIELD_NUMBERS];
    private final long[] bytes = new long[OnnxMessage.FIELD_NUMBERS];
    private final @Nullable List<Object>[] values = empty();
    private final Map<Integer, DoubleStream.Builder> numbers = new HashMap<>(2);
    private long @Nullable [] integers;
    private boolean graphWithin;

    /**
     * Nothing of it has been read yet.
     *
     * @param place what the parent calls it, such as {@code node[3]}
     * @param whole whether all its values are kept
     */
    OnnxElement(OnnxMessage message, @Nullable OnnxElement parent, String place, boolean whole) {
        this.message = message;
        this.parent = parent;
        this.place = place;
        this.whole = whole;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type cannot be made otherwise
    private static @Nullable List<Object>[] empty() {
        return new List[OnnxMessage.FIELD_NUMBERS];
    }

    OnnxMessage message() {
        return message;
    }

    @Nullable
    OnnxElement parent() {
        return parent;
    }

    /** Whether all values are kept, in {@link #all} and {@link #blobs}. */
    boolean isWhole() {
        return whole;
    }

    /** Whether the parent has it under this field. */
    boolean isAt(String field) {
        return place.startsWith(field) && (place.length() == field.length() || place.charAt(field.length()) == '[');
    }

    /** Whether a graph is among what is below this element; known once it has been read. */
    boolean hasGraphWithin() {
        return graphWithin;
    }

    /** Tells all above that there is a graph below them. */
    void announceGraph() {
        for (var above = parent; above != null && !above.graphWithin; above = above.parent) {
            above.graphWithin = true;
        }
    }

    /** This element's parent, its parent's, and so on to the model. */
    List<OnnxElement> ancestors() {
        var ancestors = new ArrayList<OnnxElement>();
        for (var above = parent; above != null; above = above.parent) {
            ancestors.add(above);
        }
        return ancestors;
    }

    /** Where in the file it is: {@code graph.node[3].attribute[0].t}. */
    String path() {
        var places = new ArrayList<String>(List.of(place));
        ancestors().stream()
                .map(element -> element.place)
                .filter(name -> !name.isEmpty())
                .forEach(places::add);
        Collections.reverse(places);
        return String.join(".", places);
    }

    /** Counts values of a field, and the bytes they take in the file. */
    void count(Field field, long number, long size) {
        counts[field.number()] = Math.addExact(counts[field.number()], Math.toIntExact(number));
        bytes[field.number()] += size;
    }

    void keep(Field field, Object value) {
        var kept = values[field.number()];
        if (kept == null) {
            kept = new ArrayList<>(2);
            values[field.number()] = kept;
        }
        if (!(value instanceof Long) || kept.size() < KEPT_NUMBERS) {
            kept.add(value);
        }
    }

    /** Adds to the numbers of a field, whatever kind they are. */
    void add(Field field, double number) {
        numbers.computeIfAbsent(field.number(), first -> DoubleStream.builder()).add(number);
    }

    /** All numbers of a field, of an element that is whole. */
    double[] all(String field) {
        var all = numbers.get(message.number(field));
        return all == null ? new double[0] : all.build().toArray();
    }

    /** All blobs of a field, of an element that is whole. */
    List<byte[]> blobs(String field) {
        return kept(field).map(byte[].class::cast).toList();
    }

    /** How many values a field has. */
    int count(String field) {
        return counts[message.number(field)];
    }

    /** How many bytes the values of a field take. */
    long bytes(String field) {
        return bytes[message.number(field)];
    }

    /** A text; empty if it is absent. */
    String text(String field) {
        var texts = texts(field);
        return texts.isEmpty() ? "" : texts.get(0);
    }

    List<String> texts(String field) {
        return kept(field).map(String.class::cast).toList();
    }

    /** A number; 0 if it is absent. */
    long number(String field) {
        return kept(field).mapToLong(Long.class::cast).findFirst().orElse(0);
    }

    /** The numbers of a field, at most {@value #KEPT_NUMBERS} of them. */
    long[] numbers(String field) {
        return kept(field).mapToLong(Long.class::cast).toArray();
    }

    private Stream<Object> kept(String field) {
        var kept = values[message.number(field)];
        return kept == null ? Stream.empty() : kept.stream();
    }

    /** The raw bytes of a small blob that was kept; null if it was not. */
    byte @Nullable [] blob(String field) {
        return kept(field).map(byte[].class::cast).findFirst().orElse(null);
    }

    /** What a small tensor of whole numbers holds, on its way to the node or the graph that uses it; null if it is none. */
    long @Nullable [] integers() {
        return integers == null ? null : Arrays.copyOf(integers, integers.length);
    }

    void integers(long @Nullable [] numbers) {
        integers = numbers == null ? null : Arrays.copyOf(numbers, numbers.length);
    }
}
