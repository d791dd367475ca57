package io.millrace.drift.window;

import static io.millrace.drift.window.Examples.EVERY_HOUR;
import static io.millrace.drift.window.Examples.NOON;
import static io.millrace.drift.window.Examples.row;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.drift.profile.Models;
import io.millrace.drift.profile.ProfiledModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A window's predictions split by a value of theirs. */
class SegmentsTest {
    private final WindowCodec codec = new WindowCodec(Examples.profile(), EVERY_HOUR.slide());

    @Test
    void countEveryPredictionInTheWholeAndOnceForAllItIsSplitBy() {
        var window = WindowAccumulator.of(Examples.profile());
        window.add(of("AT", "1"));
        window.add(of("DE", "1"));
        window.add(of("DE", "2"));

        assertThat(rows(window))
                .isEqualTo(Map.of("", 3L, "country=AT", 1L, "country=DE", 2L, "version=1", 2L, "version=2", 1L));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void keepTheSameValuesHoweverTheirRowsAreSplitAndOrdered(int parts) {
        var random = new Random(parts);
        var countries = new ArrayList<String>();
        for (int i = 0; i < 3_000; i++) {
            countries.add("c" + (char) ('A' + i % 26) + i % 3);
        }
        Collections.shuffle(countries, random);
        var split = random.ints(parts, 0, 1)
                .mapToObj(ignored -> WindowAccumulator.of(Examples.profile()))
                .toList();
        countries.forEach(country -> split.get(random.nextInt(parts)).add(of(country, "1")));

        var merged = WindowAccumulator.of(Examples.profile());
        split.forEach(part -> merged.merge(codec.decode(codec.encode(part)).orElseThrow()));

        var expected = new TreeMap<String, Long>();
        var kept = countries.stream()
                .distinct()
                .sorted()
                .limit(WindowAccumulator.MOST_VALUES)
                .toList();
        countries.forEach(
                country -> expected.merge("country=" + (kept.contains(country) ? country : "other"), 1L, Long::sum));
        expected.put("", 3_000L);
        expected.put("version=1", 3_000L);
        assertThat(rows(merged)).isEqualTo(expected);
        assertThat(expected).hasSize(WindowAccumulator.MOST_VALUES + 3);
    }

    @Test
    void tellWhichChangedCameAndWent() {
        var window = WindowAccumulator.of(Examples.profile());
        for (char c = 'B'; c < 'B' + WindowAccumulator.MOST_VALUES; c++) {
            window.add(of(String.valueOf(c), "1"));
        }
        window.takeChanged();

        window.add(of("A", "1"));

        assertThat(window.takeChanged().stream().map(SegmentsTest::shown).collect(joining(" ")))
                .isEqualTo(" country=A country=U country=other version=1");
        assertThat(window.hasChanged()).isFalse();
        assertThat(rows(window)).doesNotContainKey("country=U").containsEntry("country=other", 1L);
    }

    private static Observation of(String country, String version) {
        return new Observation(
                NOON,
                row(1, 0, 0.25),
                List.of(),
                new ProfiledModel(Models.FRAUD.name(), version, Models.FRAUD.sha256()),
                true,
                List.of(Segment.of("version", version), Segment.of("country", country)));
    }

    private static Map<String, Long> rows(WindowAccumulator window) {
        var rows = new TreeMap<String, Long>();
        window.segments().forEach((segment, summary) -> rows.put(shown(segment), summary.rows()));
        return rows;
    }

    private static String shown(Segment segment) {
        return segment.equals(Segment.WHOLE) ? "" : segment.by() + "=" + segment.shown();
    }
}
