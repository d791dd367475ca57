package io.millrace.app.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class YamlValueTest {
    private final Problems problems = new Problems();

    @ParameterizedTest(name = "{index}: {0}")
    @MethodSource("right")
    void readsAValue(String written, Function<YamlValue, Optional<?>> getter, Object expected) {
        assertThat(getter.apply(value(written))).isEqualTo(Optional.of(expected));
        assertThat(told()).isEmpty();
    }

    static Stream<Arguments> right() {
        return Stream.of(
                right("a text", YamlValue::text, "a text"),
                right("'12'", YamlValue::text, "12"),
                right("1.10", YamlValue::text, "1.10"),
                right("true", YamlValue::text, "true"),
                right("'~'", YamlValue::text, "~"),
                right("abc", v -> v.text(Pattern.compile("[a-c]+"), "letters"), "abc"),
                right("1h", v -> v.duration(Duration.ZERO, Duration.ofHours(1)), Duration.ofHours(1)),
                right("0s", v -> v.duration(Duration.ZERO, Duration.ofHours(1)), Duration.ZERO),
                right("1", v -> v.wholeNumber(1, 3), 1),
                right("3", v -> v.wholeNumber(1, 3), 3),
                right("-7", v -> v.wholeNumber(-7, 3), -7),
                right("1", YamlValue::number, 1.0),
                right("-.5", YamlValue::number, -0.5),
                right("1e-5", YamlValue::number, 1e-5),
                right("2.", YamlValue::number, 2.0));
    }

    @ParameterizedTest(name = "{index}: {0}")
    @MethodSource("wrong")
    void saysWhatWasExpectedAndWhatIsThere(String written, Function<YamlValue, Optional<?>> getter, String problem) {
        assertThat(getter.apply(value(written))).isEmpty();
        assertThat(told()).containsExactly(problem);
    }

    static Stream<Arguments> wrong() {
        Function<YamlValue, Optional<?>> upToAnHour = v -> v.duration(Duration.ofSeconds(1), Duration.ofHours(1));
        Function<YamlValue, Optional<?>> upToThree = v -> v.wholeNumber(1, 3);
        var duration = "f.yaml:1: key: must be a duration such as 30s, 5m, 1h or 7d, was ";
        var whole = "f.yaml:1: key: must be a whole number from 1 to 3, was ";
        return Stream.of(
                wrong("", YamlValue::text, "f.yaml:1: key: must be a text, was empty"),
                wrong("''", YamlValue::text, "f.yaml:1: key: must be a text, was \"\""),
                wrong("null", YamlValue::text, "f.yaml:1: key: must be a text, was empty"),
                wrong("[a]", YamlValue::text, "f.yaml:1: key: must be a text, was a list"),
                wrong("{a: b}", YamlValue::text, "f.yaml:1: key: must be a text, was a mapping"),
                wrong(
                        "ABC",
                        v -> v.text(Pattern.compile("[a-c]+"), "small letters"),
                        "f.yaml:1: key: must be small letters, was \"ABC\""),
                wrong("soon", upToAnHour, duration + "\"soon\""),
                wrong("30", upToAnHour, duration + "\"30\""),
                wrong("", upToAnHour, duration + "empty"),
                wrong("[1h]", upToAnHour, duration + "a list"),
                wrong("999ms", upToAnHour, "f.yaml:1: key: must be from 1s to 1h, was \"999ms\""),
                wrong("3601s", upToAnHour, "f.yaml:1: key: must be from 1s to 1h, was \"3601s\""),
                wrong("0", upToThree, whole + "\"0\""),
                wrong("4", upToThree, whole + "\"4\""),
                wrong("'2'", upToThree, whole + "\"2\""),
                wrong("2.0", upToThree, whole + "\"2.0\""),
                wrong("99999999999999999999", upToThree, whole + "\"99999999999999999999\""),
                wrong("two", YamlValue::number, "f.yaml:1: key: must be a number, was \"two\""),
                wrong("'2'", YamlValue::number, "f.yaml:1: key: must be a number, was \"2\""),
                wrong(".nan", YamlValue::number, "f.yaml:1: key: must be a number, was \".nan\""),
                wrong("1e999", YamlValue::number, "f.yaml:1: key: must be a number, was \"1e999\""),
                wrong("0x1p3", YamlValue::number, "f.yaml:1: key: must be a number, was \"0x1p3\""),
                wrong("0", v -> v.number(n -> n > 0, "positive"), "f.yaml:1: key: must be positive, was \"0\""),
                wrong("a", YamlValue::mapping, "f.yaml:1: key: must be a mapping of keys to values, was \"a\""),
                wrong("a", YamlValue::list, "f.yaml:1: key: must be a list with at least one element, was \"a\""),
                wrong(
                        "[]",
                        YamlValue::list,
                        "f.yaml:1: key: must be a list with at least one element, was an empty list"),
                wrong(
                        "x".repeat(80),
                        YamlValue::mapping,
                        "f.yaml:1: key: must be a mapping of keys to values, was \"" + "x".repeat(60) + "...\""));
    }

    @Test
    void givesEveryElementOfAListItsPlace() {
        var list = YamlDocument.parse("key:\n  - 1\n  - [x]\n", "f.yaml", problems)
                .flatMap(document -> document.top().require("key"))
                .flatMap(YamlValue::list)
                .orElseThrow();
        assertThat(list.get(0).text()).contains("1");
        assertThat(list.get(1).text()).isEmpty();
        assertThat(told()).containsExactly("f.yaml:3: key[1]: must be a text, was a list");
    }

    @Test
    void refusesKeysThatNobodyAskedFor() {
        var top = top("topic: a\nskwe: b\nlatenes: 1h\nzzz: c\n");
        top.find("topic");
        top.find("skew");
        top.find("lateness");
        top.refuseUnknownKeys();
        assertThat(told())
                .containsExactly(
                        "f.yaml:2: skwe: unknown key",
                        "f.yaml:3: latenes: unknown key, did you mean \"lateness\"?",
                        "f.yaml:4: zzz: unknown key");
    }

    @Test
    void refusesAKeyThatIsThereTwiceAndKeepsTheFirst() {
        var top = top("a: 1\nb: 2\na: 3\n");
        assertThat(top.require("a").flatMap(YamlValue::text)).contains("1");
        assertThat(told()).containsExactly("f.yaml:3: a: is there twice, the first time on line 1");
    }

    @Test
    void refusesAKeyThatIsNoText() {
        top("a: 1\n? [x, y]\n: 2\n");
        assertThat(told()).containsExactly("f.yaml:2: has a key that is not a text");
    }

    @Test
    void reportsAMissingKeyWhereItsMappingBegins() {
        var events = top("name: x\n\nevents:\n  topic: t\n")
                .require("events")
                .flatMap(YamlValue::mapping)
                .orElseThrow();
        assertThat(events.require("schema")).isEmpty();
        assertThat(told()).containsExactly("f.yaml:3: events.schema: is missing");
    }

    @Test
    void readsAnAuthorsOwnNamesInOrder() {
        var texts = top("b: 1\na: x + 1\nc: [no]\n").texts();
        assertThat(texts).containsExactly(Map.entry("b", "1"), Map.entry("a", "x + 1"));
        assertThat(told()).containsExactly("f.yaml:3: c: must be a text, was a list");
    }

    private static Arguments right(String written, Function<YamlValue, Optional<?>> getter, Object expected) {
        return arguments(written, getter, expected);
    }

    private static Arguments wrong(String written, Function<YamlValue, Optional<?>> getter, String problem) {
        return arguments(written, getter, problem);
    }

    private YamlValue value(String written) {
        return top("key: " + written + "\n").require("key").orElseThrow();
    }

    private YamlMapping top(String text) {
        return YamlDocument.parse(text, "f.yaml", problems).orElseThrow().top();
    }

    private List<String> told() {
        return problems.sorted().stream().map(Problem::toString).toList();
    }
}
