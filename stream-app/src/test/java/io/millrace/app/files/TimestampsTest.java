package io.millrace.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The quick ways of reading and writing times against those of the platform. */
class TimestampsTest {
    private static final long YEAR_10000_MILLIS =
            Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
    private static final long YEAR_0_MILLIS =
            Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();

    private static long parse(String text, long unitsPerSecond) throws Exception {
        var around = "??" + text + "??";
        return Timestamps.parse(around.toCharArray(), 2, text.length(), unitsPerSecond);
    }

    @Test
    void millisecondsAreReadAndWrittenAsThePlatformDoes() throws Exception {
        var random = new Random(3);
        var text = new InstantText(1_000);
        for (int i = 0; i < 20_000; i++) {
            long millis = YEAR_0_MILLIS + (long) (random.nextDouble() * (YEAR_10000_MILLIS - YEAR_0_MILLIS));
            millis -= i % 2 == 0 ? Math.floorMod(millis, 1_000) : 0;
            var expected = Instant.ofEpochMilli(millis).toString();
            assertThat(text.of(millis)).isEqualTo(expected);
            assertThat(parse(expected, 1_000)).isEqualTo(millis);
            assertThat(parse(expected.replace('T', ' ').replace("Z", ""), 1_000))
                    .isEqualTo(millis);
        }
    }

    @Test
    void microsecondsAreReadAndWrittenAsThePlatformDoes() throws Exception {
        var random = new Random(5);
        var text = new InstantText(1_000_000);
        for (int i = 0; i < 20_000; i++) {
            long micros = random.nextLong() >> 8;
            micros -= i % 3 == 0 ? Math.floorMod(micros, 1_000) : 0;
            var expected = Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
            assertThat(text.of(micros)).isEqualTo(expected);
            if (expected.length() <= "2018-04-01T00:00:31.000001Z".length()) {
                assertThat(parse(expected, 1_000_000)).isEqualTo(micros);
            }
        }
    }

    @Test
    void timesFarAwayAreWrittenAsThePlatformDoes() {
        var text = new InstantText(1_000);
        for (long millis : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, YEAR_0_MILLIS - 1, YEAR_10000_MILLIS + 1}) {
            assertThat(text.of(millis)).isEqualTo(Instant.ofEpochMilli(millis).toString());
        }
    }

    @Test
    void whatIsFinerThanTheUnitIsCutOff() throws Exception {
        assertThat(parse("1970-01-01T00:00:00.0019Z", 1_000)).isEqualTo(1);
        assertThat(parse("1970-01-01T00:00:00.000001999", 1_000_000)).isEqualTo(1);
        assertThat(parse("1969-12-31T23:59:59.9999Z", 1_000)).isEqualTo(-1);
    }
}
