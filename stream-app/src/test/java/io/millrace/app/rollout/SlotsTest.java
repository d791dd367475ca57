package io.millrace.app.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotsTest {
    private static Slots slots(int... shares) {
        return Slots.OF_THE_CHAMPION.with(shares(shares));
    }

    private static List<Share> shares(int... shares) {
        return IntStream.of(shares).mapToObj(Share::new).toList();
    }

    private static long owned(Slots slots, int version) {
        return IntStream.range(0, Slots.ALL)
                .filter(slot -> slots.owner(slot) == version)
                .count();
    }

    private static long moved(Slots before, Slots after) {
        return IntStream.range(0, Slots.ALL)
                .filter(slot -> before.owner(slot) != after.owner(slot))
                .count();
    }

    @Test
    void everyVersionHasExactlyItsShareAndTheChampionTheRest() {
        var slots = slots(1, 2_500, 3_000);

        assertThat(owned(slots, 1)).isEqualTo(1);
        assertThat(owned(slots, 2)).isEqualTo(2_500);
        assertThat(owned(slots, 3)).isEqualTo(3_000);
        assertThat(owned(slots, Slots.CHAMPION)).isEqualTo(4_499);
    }

    @Test
    void sharesMayBeEverybodyAndNotMore() {
        assertThat(owned(slots(6_000, 4_000), Slots.CHAMPION)).isEqualTo(0);
        assertThatThrownBy(() -> slots(6_000, 4_001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aVersionThatGrowsKeepsWhatItHadAndTakesOnlyOfTheChampion() {
        var before = slots(1_000, 2_000);

        var after = before.with(shares(1_500, 3_000));

        assertThat(IntStream.range(0, Slots.ALL).filter(slot -> before.owner(slot) != after.owner(slot)))
                .allMatch(slot -> before.owner(slot) == Slots.CHAMPION);
        assertThat(moved(before, after)).isEqualTo(1_500);
    }

    @Test
    void everyVersionKeepsAllThatItMayWhateverTheShares() {
        var random = new Random(7);
        var slots = Slots.OF_THE_CHAMPION;
        int[] now = {0, 0, 0};
        for (int round = 0; round < 200; round++) {
            int[] next =
                    IntStream.range(0, 3).map(i -> 1 + random.nextInt(3_000)).toArray();
            var after = slots.with(shares(next));

            for (int version = 1; version <= 3; version++) {
                assertThat(owned(after, version)).isEqualTo(next[version - 1]);
                assertThat(kept(slots, after, version))
                        .as("kept of those it had")
                        .isEqualTo(Math.min(now[version - 1], next[version - 1]));
            }
            slots = after;
            System.arraycopy(next, 0, now, 0, 3);
        }
    }

    private static long kept(Slots before, Slots after, int version) {
        return IntStream.range(0, Slots.ALL)
                .filter(slot -> before.owner(slot) == version && after.owner(slot) == version)
                .count();
    }

    @ParameterizedTest
    @CsvSource({"10%, 1000", "0.01%, 1", "0.25 %, 25", "100%, 10000", "99.99%, 9999"})
    void sharesArePercentages(String text, int slots) {
        assertThat(Share.parse(text)).isEqualTo(new Share(slots));
        assertThat(Share.of(Share.parse(text).fraction())).isEqualTo(new Share(slots));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0%", "100.01%", "101%", "10", "0.1", "0.001%", "-1%", "ten%", "", "1e1%", "١٠%"})
    void anythingElseIsNoShare(String text) {
        assertThatThrownBy(() -> Share.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sharesAreWrittenAsTheyAreRead() {
        assertThat(new Share(1_000)).hasToString("10%");
        assertThat(new Share(25)).hasToString("0.25%");
        assertThat(Share.WHOLE).hasToString("100%");
    }
}
