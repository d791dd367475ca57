package io.millrace.drift.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Parameters as they were typed, read one by one; what is wrong is gathered. */
final class GivenParameters {
    private final Map<String, String> given;
    private final Set<String> known = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    GivenParameters(Map<String, String> given) {
        this.given = given;
    }

    double number(String name, double otherwise) {
        return read(name, otherwise, Double::valueOf, "a number");
    }

    int whole(String name, int otherwise) {
        return read(name, otherwise, Integer::valueOf, "a whole number");
    }

    <E extends Enum<E>> E oneOf(String name, Class<E> values, E otherwise) {
        var words = Arrays.stream(values.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
        return read(
                name,
                otherwise,
                text -> Enum.valueOf(values, text.toUpperCase(Locale.ROOT)),
                "one of " + String.join(", ", words));
    }

    private <T> T read(String name, T otherwise, Function<String, T> reading, String expected) {
        known.add(name);
        var text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return reading.apply(text.strip());
        } catch (IllegalArgumentException e) {
            problems.add(name + " must be " + expected + ", was \"" + text + "\"");
            return otherwise;
        }
    }

    /** What is made of them, if it can be. */
    Optional<DetectorSettings> settings(Function<GivenParameters, DetectorSettings> settings) {
        try {
            return Optional.of(settings.apply(this));
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Refuses what was wrong, and names that nobody asked for. */
    void throwIfAny(String detector) {
        given.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name ->
                        problems.add(detector + " has no parameter " + name + "; it has " + String.join(", ", known)));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
