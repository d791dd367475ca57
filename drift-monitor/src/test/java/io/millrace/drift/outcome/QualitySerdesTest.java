package io.millrace.drift.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.drift.window.Progress;
import io.millrace.drift.window.Segment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QualitySerdesTest {
    private static final Prediction PREDICTION = new Prediction(
            1_800_014_400_000L, "7", "champion", 0.25, true, Bytes.wrap(new byte[] {1, 2}), false, List.of());
    private static final Prediction SPLIT = new Prediction(
            1_800_014_400_000L,
            "7",
            "champion",
            0.25,
            true,
            Bytes.wrap(new byte[0]),
            true,
            List.of(Segment.of("country", "BE"), Segment.restOf("channel")));
    private static final Outcome OUTCOME = new Outcome(1, 1_800_014_400_001L);
    private static final Cell CELL = new Cell(1_800_014_400_000L, "7", "champion", Segment.WHOLE);

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(QualitySerdes.TOLD, new Told.Predicted("e", PREDICTION)),
                Arguments.of(QualitySerdes.TOLD, new Told.Labelled("e", OUTCOME)),
                Arguments.of(
                        QualitySerdes.TOLD,
                        new Told.Reached(new Told.Reader(1, 3), new Progress(OptionalLong.of(-5), true))),
                Arguments.of(QualitySerdes.EVENT, new EventState.Open(PREDICTION)),
                Arguments.of(QualitySerdes.EVENT, new EventState.Early(OUTCOME)),
                Arguments.of(QualitySerdes.EVENT, new EventState.Paired(7)),
                Arguments.of(QualitySerdes.REPORT, new QualityReport.Counted(2, CELL, Bytes.wrap(new byte[] {3}))),
                Arguments.of(
                        QualitySerdes.REPORT,
                        new QualityReport.Counted(
                                0, new Cell(0, "7", "champion", Segment.of("country", "BE")), Bytes.wrap(new byte[0]))),
                Arguments.of(QualitySerdes.TOLD, new Told.Predicted("e", SPLIT)),
                Arguments.of(QualitySerdes.EVENT, new EventState.Open(SPLIT)),
                Arguments.of(QualitySerdes.REPORT, new QualityReport.Reached(2, Long.MIN_VALUE)),
                Arguments.of(QualitySerdes.READER, new Told.Reader(0, 200)),
                Arguments.of(QualitySerdes.PROGRESS, new Progress(OptionalLong.empty(), false)),
                Arguments.of(QualitySerdes.SAID, Said.NOTHING),
                Arguments.of(QualitySerdes.BASELINE, new Baseline(3, Bytes.wrap(new byte[] {9}))));
    }

    @ParameterizedTest
    @MethodSource("values")
    <T> void readsWhatItWrote(Serde<T> serde, T value) {
        byte[] bytes = serde.serializer().serialize("topic", value);

        assertThat(serde.deserializer().deserialize("topic", bytes)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("values")
    <T> void refusesBytesThatItDidNotWrite(Serde<T> serde, T value) {
        byte[] bytes = serde.serializer().serialize("topic", value);
        byte[] other = bytes.clone();
        other[0] = 2;

        assertThatThrownBy(() -> serde.deserializer().deserialize("topic", other))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> serde.deserializer().deserialize("topic", Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> serde.deserializer().deserialize("topic", cut))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void keysOfCellsSortByWindow() {
        var earlier = new Cell(256, "9", "z", Segment.WHOLE);
        var later = new Cell(257, "1", "a", Segment.WHOLE);

        assertThat(earlier.key()).isLessThan(later.key());
        assertThat(Cell.from(256)).isLessThan(earlier.key());
        assertThat(earlier.key()).isLessThan(Cell.from(257));
    }

    @Test
    void keysOfCellsHoldTheirSegment() {
        var rest = new Cell(256, "9", "z", Segment.restOf("country"));
        var value = rest.in(Segment.of("country", ""));

        assertThat(Cell.of(rest.key().get())).isEqualTo(rest);
        assertThat(Cell.of(value.key().get())).isEqualTo(value);
        assertThat(rest.key()).isLessThan(Cell.from(257)).isGreaterThan(Cell.from(256));
    }

    @Test
    void aPredictionThatNothingSplitsIsWrittenAsItWasBeforeAnythingDid() {
        byte[] bytes = QualitySerdes.EVENT.serializer().serialize("topic", new EventState.Open(PREDICTION));

        assertThat(bytes).asHexString().isEqualToIgnoringCase("010080a8c093e3680237096368616d70696f6e023fd001030102");
        assertThat(new Cell(256, "9", "z", Segment.WHOLE).key().get())
                .asHexString()
                .isEqualToIgnoringCase("0000000000000100" + "0239" + "027a" + "00");
    }

    @Test
    void aWindowOfOtherSettingsIsNotContinuedAndSumsThatNobodyAsksForAreDropped() {
        var settings = Followed.settings(false);
        var quality = WindowQuality.empty(settings);
        var random = new Random(1);
        for (int i = 0; i < 30; i++) {
            var prediction =
                    new Prediction(0, "7", "champion", random.nextDouble(), i % 2 == 0, amount(2.5), false, List.of());
            quality.predicted(prediction, settings.expectation());
            quality.paired(prediction, new Outcome(i % 3 == 0 ? 1 : 0, 60_000), new Followed.Saved());
        }
        byte[] bytes = quality.encode(settings);

        var same = WindowQuality.decode(settings, bytes).orElseThrow();
        assertThat(same.known().figures()).isEqualTo(quality.known().figures());
        assertThat(same.known().figures().values()).containsKey("saved");
        assertThat(same.encode(settings)).isEqualTo(bytes);
        assertThat(WindowQuality.decode(Followed.settings(Duration.ofHours(2), List.of("saved")), bytes))
                .isEmpty();
        assertThat(WindowQuality.decode(Followed.settings(Duration.ofHours(1), List.of()), bytes)
                        .orElseThrow()
                        .known()
                        .figures()
                        .values())
                .isEmpty();
    }

    @Test
    void aWindowSaysHowManyOfItsPredictionsWereCalibratedAndIsWrittenAsBeforeIfNoneWas() {
        var settings = Followed.settings(false);
        var before = WindowQuality.empty(settings);
        before.predicted(prediction(false), settings.expectation());
        var quality = WindowQuality.empty(settings);
        quality.predicted(prediction(true), settings.expectation());
        quality.predicted(prediction(true), settings.expectation());
        quality.merge(before);
        byte[] bytes = quality.encode(settings);

        var same = WindowQuality.decode(settings, bytes).orElseThrow();
        assertThat(same.calibrated()).isEqualTo(2);
        assertThat(same.encode(settings)).isEqualTo(bytes);
        assertThat(bytes[0]).isEqualTo((byte) 2);
        assertThat(before.encode(settings)[0]).isEqualTo((byte) 1);
        assertThat(WindowQuality.decode(settings, before.encode(settings))
                        .orElseThrow()
                        .calibrated())
                .isZero();
        assertThatThrownBy(() -> WindowQuality.decode(settings, Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Prediction prediction(boolean calibrated) {
        return new Prediction(0, "7", "champion", 0.5, true, amount(1), calibrated, List.of());
    }

    private static Bytes amount(double amount) {
        return Bytes.wrap(ByteBuffer.allocate(Double.BYTES).putDouble(amount).array());
    }
}
