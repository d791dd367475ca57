package io.millrace.drift.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.profile.Category;
import io.millrace.drift.profile.TextProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextSummaryTest {
    private static final TextProfile COUNTRIES = Profiles.of(List.of("BE", "NL", "BE", "DE", "BE", "NL"));

    private static TextSummary summary(@Nullable String... texts) {
        var summary = TextSummary.over(COUNTRIES);
        for (String text : texts) {
            summary.add(text);
        }
        return summary;
    }

    @Test
    void countsWhatTheProfileListsAndWhatItDoesNot() {
        var summary = summary("NL", "BE", "FR", null, "FR", "ES", "");

        assertThat(summary.counts()).containsExactly(1, 1, 0);
        assertThat(summary.others().total()).isEqualTo(4);
        assertThat(summary.others().counts()).containsOnly(entry("FR", 2L), entry("ES", 1L), entry("", 1L));
        assertThat(summary.others().understatedBy()).isZero();
        assertThat(summary.missing()).isEqualTo(1);
        assertThat(summary.rows()).isEqualTo(7);
        assertThat(summary.distinct()).isEqualTo(5);
    }

    @Test
    void keepsTheMostFrequentOfManyOthersAndSaysWhatIsLost() {
        var random = new Random(4);
        var all = TextSummary.over(COUNTRIES);
        var parts =
                IntStream.range(0, 8).mapToObj(i -> TextSummary.over(COUNTRIES)).toList();
        for (int i = 0; i < 20_000; i++) {
            String text = i % 4 == 0 ? "often" : "rare-" + random.nextInt(3_000);
            all.add(text);
            parts.get(i % 8).add(text);
        }
        var merged = TextSummary.over(COUNTRIES);
        parts.forEach(merged::merge);

        for (var summary : List.of(all, merged)) {
            var others = summary.others();
            assertThat(others.total()).isEqualTo(20_000);
            assertThat(others.counts()).hasSizeLessThanOrEqualTo(FrequentTexts.MOST);
            assertThat(others.understatedBy()).isLessThanOrEqualTo(20_000 / (FrequentTexts.MOST + 1));
            assertThat(others.counts().get("often")).isBetween(5_000 - others.understatedBy(), 5_000L);
            assertThat(summary.distinct()).isCloseTo(3_000, within(3 * 0.045 * 3_000));
        }
        assertThat(merged.distinct()).isEqualTo(all.distinct());
    }

    @Test
    void tellsLongTextsApartByTheirBeginningAndAHash() {
        String beginning = "x".repeat(Category.LONGEST);

        assertThat(Category.nameOf(beginning)).isEqualTo(beginning);
        assertThat(Category.nameOf(beginning + "a"))
                .hasSize(Category.LONGEST)
                .isNotEqualTo(Category.nameOf(beginning + "b"));
        assertThat(Category.nameOf(Category.nameOf(beginning + "a"))).isEqualTo(Category.nameOf(beginning + "a"));
        assertThat(Category.nameOf("x".repeat(54) + "\uD83D\uDE00".repeat(9))).doesNotContain("\uD83D");
    }

    @Test
    void doesNotMergeWithASummaryOverAnotherProfile() {
        var other = TextSummary.over(Profiles.of(Arrays.asList("BE", null)));

        assertThatIllegalArgumentException().isThrownBy(() -> summary("BE").merge(other));
    }
}
