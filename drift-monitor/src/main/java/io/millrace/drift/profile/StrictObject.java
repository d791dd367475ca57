package io.millrace.drift.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object and notes what is missing, of the wrong type or unknown. A field that cannot be read
 * yields an empty value, so that reading goes on and finds the other problems too.
 */
final class StrictObject {
    private final @Nullable JsonNode node;
    private final String path;
    private final List<ProfileProblem> problems;
    private final Set<String> known = new HashSet<>();
    private boolean sound = true;

    StrictObject(@Nullable JsonNode node, String path, List<ProfileProblem> problems) {
        this.path = path;
        this.problems = problems;
        if (node == null || node.isObject()) {
            this.node = node;
        } else {
            this.node = null;
            refuse(path, "must be an object");
        }
    }

    String path() {
        return path;
    }

    /** Whether every field read so far was there and of its type. */
    boolean isSound() {
        return sound && node != null;
    }

    boolean has(String field) {
        return node != null && node.has(field);
    }

    boolean isZero(String field) {
        return node != null && node.path(field).isNumber() && node.path(field).doubleValue() == 0;
    }

    String text(String field) {
        var value = field(field, JsonNode::isTextual, "text");
        return value == null ? "" : value.textValue();
    }

    long whole(String field) {
        var value = field(field, JsonNode::canConvertToExactIntegral, "a whole number");
        return value == null ? 0 : value.longValue();
    }

    double number(String field) {
        var value = field(field, JsonNode::isNumber, "a number");
        return value == null ? Double.NaN : value.doubleValue();
    }

    <E extends Enum<E>> E choice(String field, Class<E> type) {
        E[] constants = type.getEnumConstants();
        var value = field(field, JsonNode::isTextual, "text");
        if (value != null) {
            for (E constant : constants) {
                if (constant.name().equals(value.textValue())) {
                    return constant;
                }
            }
            refuse(at(field), "must be one of " + Arrays.toString(constants) + ", was '" + value.textValue() + "'");
        }
        return constants[0];
    }

    List<Double> numbers(String field) {
        var numbers = new ArrayList<Double>();
        for (var element : elements(field)) {
            if (element.isNumber()) {
                numbers.add(element.doubleValue());
            } else {
                refuse(at(field) + "[" + numbers.size() + "]", "must be a number");
                numbers.add(Double.NaN);
            }
        }
        return numbers;
    }

    /** The fields of an object of numbers, in their order. */
    Map<String, Double> numbersByName(String field) {
        return byName(field, JsonNode::isNumber, "a number", JsonNode::doubleValue);
    }

    /** The fields of an object of whole numbers, in their order. */
    Map<String, Long> wholesByName(String field) {
        return byName(field, JsonNode::canConvertToExactIntegral, "a whole number", JsonNode::longValue);
    }

    private <T> Map<String, T> byName(
            String field, Predicate<JsonNode> accepted, String expected, Function<JsonNode, T> read) {
        var byName = new LinkedHashMap<String, T>();
        var value = field(field, JsonNode::isObject, "an object");
        if (value != null) {
            for (var named : value.properties()) {
                if (accepted.test(named.getValue())) {
                    byName.put(named.getKey(), read.apply(named.getValue()));
                } else {
                    refuse(at(field) + "." + named.getKey(), "must be " + expected);
                }
            }
        }
        return byName;
    }

    StrictObject object(String field) {
        return new StrictObject(field(field, JsonNode::isObject, "an object"), at(field), problems);
    }

    List<StrictObject> objects(String field) {
        var objects = new ArrayList<StrictObject>();
        for (var element : elements(field)) {
            objects.add(new StrictObject(element, at(field) + "[" + objects.size() + "]", problems));
        }
        return objects;
    }

    /** Notes every field that was not asked for. */
    void refuseOthers() {
        if (node != null) {
            for (var field : node.properties()) {
                if (!known.contains(field.getKey())) {
                    problems.add(new ProfileProblem(at(field.getKey()), "is not a field of this format"));
                }
            }
        }
    }

    void report(List<ProfileProblem> more) {
        problems.addAll(more);
    }

    private Iterable<JsonNode> elements(String field) {
        var value = field(field, JsonNode::isArray, "an array");
        return value == null ? List.of() : value;
    }

    private @Nullable JsonNode field(String field, Predicate<JsonNode> accepted, String expected) {
        known.add(field);
        if (node == null) {
            return null; // its absence was noted where it was looked for
        }
        var value = node.get(field);
        if (value == null) {
            refuse(at(field), "is missing");
            return null;
        }
        if (!accepted.test(value)) {
            refuse(at(field), "must be " + expected);
            return null;
        }
        return value;
    }

    private void refuse(String where, String message) {
        sound = false;
        problems.add(new ProfileProblem(where, message));
    }

    private String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
