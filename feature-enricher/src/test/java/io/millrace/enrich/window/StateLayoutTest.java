package io.millrace.enrich.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * State that was written once must stay readable: {@code state-layout/version-1.txt} is what {@link #history} of version 1
 * left in its store. A new version adds a fixture of its own and goes on reading this one.
 */
class StateLayoutTest {
    private static final long START = 1_700_000_000_000L;
    private static final byte[] KEY = "c1".getBytes(UTF_8);
    private static final Layout LAYOUT = new Layout(
            List.of(
                    new Column("amount", Statistics.FIRST_FIVE),
                    new Column("online", Set.of(Statistic.SUM, Statistic.LAST))),
            1_000_000_000);

    /** 300 entries: a node of level 1, two leaves and twelve open entries; every tenth amount is missing, some come late. */
    private static History history(NodeStore store) {
        var history = new History(LAYOUT, store);
        for (int i = 0; i < 300; i++) {
            long time = START + i * 60_000L - (i % 7 == 0 ? 150_000 : 0);
            double amount = i % 10 == 9 ? Double.NaN : (i * 37 % 1_000) / 4.0;
            history.append(KEY, time, new double[] {amount, i % 2});
        }
        return history;
    }

    private static List<String> versionOne() throws IOException {
        return fixture("version-1");
    }

    private static List<String> fixture(String name) throws IOException {
        try (var fixture =
                Objects.requireNonNull(StateLayoutTest.class.getResourceAsStream("/state-layout/" + name + ".txt"))) {
            return new String(fixture.readAllBytes(), UTF_8).lines().toList();
        }
    }

    @Test
    void readsStateOfVersionOne() throws IOException {
        var restored = new History(LAYOUT, HexNodeStore.of(versionOne()));
        var oracle = new Oracle();
        for (int i = 0; i < 300; i++) {
            oracle.append(
                    START + i * 60_000L - (i % 7 == 0 ? 150_000 : 0),
                    i % 10 == 9 ? Double.NaN : (i * 37 % 1_000) / 4.0);
        }
        long time = START + 300 * 60_000L;
        restored.append(KEY, time, new double[] {0.5, 1});
        oracle.append(time, 0.5);

        for (long length : new long[] {1, 60_000, 3_600_000, 10_000_000, 17_000_000, 100_000_000}) {
            Summary window = restored.between(time - length, time);
            for (Aggregate aggregate :
                    Set.of(Aggregate.COUNT, Aggregate.SUM, Aggregate.MIN, Aggregate.MAX, Aggregate.LAST)) {
                // quarters add up exactly in whatever order
                assertThat(Oracle.measure(aggregate).of(window)).isEqualTo(oracle.of(aggregate, time - length, time));
            }
        }
    }

    @Test
    void stillWritesVersionOneByteForByte() throws IOException {
        var store = new HexNodeStore();
        history(store);

        assertThat(store.lines()).isEqualTo(versionOne());
    }

    /** Everything that came after the first five statistics: the past, decay, sketches, tiles. */
    private static final Layout FULL = new Layout(
                    List.of(
                            new Column("amount", Statistics.PLAIN),
                            new Column(
                                    "amount half-life 3600000", Set.of(Statistic.LAST, Statistic.DECAYED), 3_600_000),
                            new Column("shop", Set.of(Statistic.DISTINCT, Statistic.QUANTILE))),
                    7_200_000)
            .withPast();

    private static void write(Layout layout, NodeStore store) {
        var history = new History(layout, store);
        for (int i = 0; i < 700; i++) {
            history.append(KEY, START + i * 60_000L, new double[] {i % 50, i % 50, i % 7});
        }
    }

    private static void check(KeyedHistory history) {
        long time = START + 700 * 60_000L;
        history.open(KEY);
        WindowView ever = History.view(history, new Window(Window.EVER, 0, 0, true), time);

        assertThat(new Measure(Aggregate.COUNT, Measure.NONE).of(ever)).isEqualTo(700);
        assertThat(new Measure(Aggregate.SUM, 0).of(ever)).isEqualTo(14 * 1_225);
        assertThat(new Measure(Aggregate.FIRST, 0).of(ever)).isZero();
        assertThat(new Measure(Aggregate.LAST, 0).of(ever)).isEqualTo(49);
        assertThat(new Measure(Aggregate.DISTINCT, 2).of(ever)).isEqualTo(7);
        assertThat(new Measure(Aggregate.QUANTILE, 2, Measure.NONE, 0.5).of(ever))
                .isEqualTo(3);
        double decayed = 0;
        double weights = 0;
        for (int i = 0; i < 700; i++) {
            double weight = Math.pow(2, (i - 700) / 60.0);
            decayed += weight * (i % 50);
            weights += weight;
        }
        assertThat(new Measure(Aggregate.EWMA, 1).of(ever)).isCloseTo(decayed / weights, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"version-1-past-and-sketches", "version-1-tiles"})
    void readsAndStillWritesWhatCameLater(String name) throws IOException {
        var layout = name.endsWith("tiles") ? FULL.inTiles(600_000) : FULL;
        var store = new HexNodeStore();
        write(layout, store);

        check(new KeyedHistory(layout, HexNodeStore.of(fixture(name))));
        assertThat(store.lines()).isEqualTo(fixture(name));
    }

    @Test
    void writesTheHeadThatTheDocumentShows() {
        var store = new HexNodeStore();
        var history = new History(new Layout(List.of(new Column("amount", Set.of(Statistic.SUM))), 1_000), store);
        history.append("a".getBytes(UTF_8), 1_000, new double[] {1.0});
        history.append("a".getBytes(UTF_8), 1_500, new double[] {Double.NaN});

        assertThat(store.lines())
                .containsExactly("6100 01" + HexFormat.of().toHexDigits(fingerprintOf("amount")) + "b8170000" + "02"
                        + "e707" + "023ff0" + "e807" + "0f" + "00");
    }

    private static int fingerprintOf(String expression) {
        var checksum = new java.util.zip.CRC32C();
        checksum.update(expression.getBytes(UTF_8));
        checksum.update(new byte[] {0, 1});
        return (int) checksum.getValue();
    }
}
