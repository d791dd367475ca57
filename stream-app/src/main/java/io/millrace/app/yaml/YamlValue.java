package io.millrace.app.yaml;

import io.millrace.enrich.definition.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One value and where it stands. Each getter gives the value in the form asked for, or reports a problem with what was
 * expected and what is there, and gives nothing. For one thread.
 */
public final class YamlValue {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[-+]?\\d{1,18}");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?");
    private static final Pattern TRUTH = Pattern.compile("true|false");
    private static final Pattern SIZE = Pattern.compile("\\d{1,6}[kmgKMG]");
    private static final int DAY_CHARACTERS = "2018-04-01".length();
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final int SHOWN_CHARACTERS = 60;

    private final YamlDocument document;
    private final String path;
    private final int line;
    private final Node node;

    YamlValue(YamlDocument document, String path, int line, Node node) {
        this.document = document;
        this.path = path;
        this.line = line;
        this.node = node;
    }

    /** The line of the value's key, or of the value itself in a list; from 1. */
    public int line() {
        return line;
    }

    /** Whether nothing is written here, or {@code null} or {@code ~} without quotes. */
    public boolean isNull() {
        return node instanceof ScalarNode scalar && scalar.isPlain() && NULLS.contains(scalar.getValue());
    }

    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** The text as it is written; a plain number or {@code true} counts as its text. */
    public Optional<String> text() {
        return isNull()
                        || !(node instanceof ScalarNode scalar)
                        || scalar.getValue().isBlank()
                ? refuse("must be a text")
                : Optional.of(scalar.getValue());
    }

    /**
     * A text of a given form.
     *
     * @param expected the form in words, to follow "must be"
     */
    public Optional<String> text(Pattern form, String expected) {
        return text().flatMap(text -> form.matcher(text).matches() ? Optional.of(text) : refuse("must be " + expected));
    }

    /** A duration from {@code least} to {@code most}, both included. */
    public Optional<Duration> duration(Duration least, Duration most) {
        var duration =
                node instanceof ScalarNode scalar ? DurationText.parse(scalar.getValue()) : Optional.<Duration>empty();
        if (duration.isEmpty()) {
            return refuse("must be a duration such as 30s, 5m, 1h or 7d");
        }
        return duration.get().compareTo(least) < 0 || duration.get().compareTo(most) > 0
                ? refuse("must be from " + DurationText.format(least) + " to " + DurationText.format(most))
                : duration;
    }

    /** A number of bytes from {@code least} to {@code most}, both included, written as 64k, 16m or 1g. */
    public Optional<Long> size(long least, long most) {
        var expected = "must be a size from " + least + " to " + most + " bytes, such as 64k, 16m or 1g";
        return plain(SIZE)
                .map(text -> Long.parseLong(text.substring(0, text.length() - 1))
                        << switch (text.charAt(text.length() - 1)) {
                            case 'k', 'K' -> 10;
                            case 'm', 'M' -> 20;
                            default -> 30;
                        })
                .filter(bytes -> bytes >= least && bytes <= most)
                .or(() -> refuse(expected));
    }

    /** An instant such as 2018-04-01T00:00:00Z, or a day, which begins at midnight UTC. */
    public Optional<Instant> instant() {
        var written = written();
        try {
            return Optional.of(
                    written.length() == DAY_CHARACTERS
                            ? LocalDate.parse(written)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant()
                            : Instant.parse(written));
        } catch (DateTimeParseException e) {
            return refuse("must be a day or an instant such as 2018-04-01 or 2018-04-01T00:00:00Z");
        }
    }

    /** The number, or 1 or 0 for {@code true} or {@code false}, that is written without quotes; empty for anything else. */
    public Optional<Double> asNumber() {
        return plain(TRUTH)
                .map(truth -> truth.equals("true") ? 1.0 : 0.0)
                .or(() -> plain(NUMBER).map(Double::parseDouble).filter(Double::isFinite));
    }

    /** {@code true} or {@code false}, without quotes. */
    public Optional<Boolean> truth() {
        return plain(TRUTH).map(Boolean::valueOf).or(() -> refuse("must be true or false"));
    }

    /** What is written, in whatever form; empty where it is no single value. */
    public String written() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** A whole number from {@code least} to {@code most}, both included. */
    public Optional<Integer> wholeNumber(int least, int most) {
        return plain(WHOLE_NUMBER)
                .map(Long::parseLong)
                .filter(number -> number >= least && number <= most)
                .map(Long::intValue)
                .or(() -> refuse("must be a whole number from " + least + " to " + most));
    }

    /** Any finite number. */
    public Optional<Double> number() {
        return number(Double::isFinite, "a number");
    }

    /**
     * A number that passes a test.
     *
     * @param expected the test in words, to follow "must be"
     */
    public Optional<Double> number(DoublePredicate test, String expected) {
        return plain(NUMBER).map(Double::parseDouble).filter(test::test).or(() -> refuse("must be " + expected));
    }

    public Optional<YamlMapping> mapping() {
        return node instanceof MappingNode mapping
                ? Optional.of(new YamlMapping(document, path, line, mapping))
                : refuse("must be a mapping of keys to values");
    }

    /** The elements in order, each at its own line; never empty. */
    public Optional<List<YamlValue>> list() {
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            return refuse("must be a list with at least one element");
        }
        var elements = new ArrayList<YamlValue>();
        for (var element : sequence.getValue()) {
            elements.add(new YamlValue(
                    document, path + "[" + elements.size() + "]", YamlDocument.line(element.getStartMark()), element));
        }
        return Optional.of(elements);
    }

    /** Reports a problem of this value. */
    public void problem(String message) {
        document.report(line, path, message);
    }

    /** What is written without quotes, if it has this form: a quoted number is a text. */
    private Optional<String> plain(Pattern form) {
        return node instanceof ScalarNode scalar
                        && scalar.isPlain()
                        && form.matcher(scalar.getValue()).matches()
                ? Optional.of(scalar.getValue())
                : Optional.empty();
    }

    private <T> Optional<T> refuse(String expectation) {
        problem(expectation + ", was " + described());
        return Optional.empty();
    }

    private String described() {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().isEmpty() ? "an empty list" : "a list";
        }
        if (isNull()) {
            return "empty";
        }
        var text = ((ScalarNode) node).getValue();
        return "\"" + (text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "..." : text) + "\"";
    }
}
