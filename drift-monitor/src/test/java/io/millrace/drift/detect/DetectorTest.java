package io.millrace.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.drift.detect.DetectorSettings.AdwinSettings;
import io.millrace.drift.detect.DetectorSettings.DdmSettings;
import io.millrace.drift.detect.DetectorSettings.EddmSettings;
import io.millrace.drift.detect.DetectorSettings.KswinSettings;
import io.millrace.drift.detect.DetectorSettings.PageHinkleySettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all detectors; their indices are River's golden values. */
class DetectorTest {
    static List<DetectorSettings> settings() {
        return List.of(
                AdwinSettings.DEFAULT,
                PageHinkleySettings.DEFAULT,
                KswinSettings.DEFAULT,
                DdmSettings.DEFAULT,
                EddmSettings.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource
    void withoutParametersADetectorHasRiversDefaults(DetectorKind kind) {
        assertThat(settings()).contains(kind.settings(Map.of()));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aValueThatIsNoneIsRefusedAndChangesNothing(DetectorSettings settings) {
        var detector = settings.begin();
        var codec = new DetectorCodec(settings);
        detector.update(1);
        var before = codec.encode(detector);

        assertThatIllegalArgumentException().isThrownBy(() -> detector.update(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> detector.update(Double.POSITIVE_INFINITY));

        assertThat(codec.encode(detector)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 2, -1})
    void detectorsOfErrorsReadZeroAndOneAlone(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DdmSettings.DEFAULT.begin().update(value))
                .withMessage("a value must be 1 for an error and 0 for none, was " + value);
        assertThat(EddmSettings.DEFAULT.begin().accepts(value)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void constantValuesAreNoDrift(DetectorSettings settings) {
        var detector = settings.begin();

        for (int i = 0; i < 5000; i++) {
            assertThat(detector.update(0)).isNotEqualTo(Signal.DRIFT);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void stateIsBoundedHoweverLongItReads(DetectorSettings settings) {
        var detector = settings.begin();
        var codec = new DetectorCodec(settings);
        var random = new Random(3);

        for (int i = 0; i < 200_000; i++) {
            detector.update(random.nextBoolean() ? 1 : 0);
        }

        assertThat(codec.encode(detector)).hasSizeLessThan(DetectorCodec.MOST_BYTES);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void bytesByOtherSettingsDecodeToNothingAndOthersAreRefused(DetectorSettings settings) {
        var codec = new DetectorCodec(settings);
        var detector = settings.begin();
        detector.update(1);
        var bytes = codec.encode(detector);
        var other = new DetectorCodec(new AdwinSettings(0.5, 1, 2, 3, 4));

        assertThat(other.decode(bytes)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> other.encode(detector));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length - 1)))
                .withMessageContaining("ends early");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .withMessageContaining("too many");
        bytes[0]++;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.decode(bytes))
                .withMessageContaining("version");
    }

    @Test
    void pageHinkleyLooksTheWayItIsTold() {
        assertThat(firstDrift(Map.of("mode", "up"), 5)).isBetween(100, 130);
        assertThat(firstDrift(Map.of("mode", "down"), 5)).isEqualTo(-1);
        assertThat(firstDrift(Map.of("mode", "down"), -5)).isBetween(100, 130);
        assertThat(firstDrift(Map.of("mode", "up"), -5)).isEqualTo(-1);
        assertThat(firstDrift(Map.of(), -5)).isBetween(100, 130);
    }

    /** The mean goes from 0 to another at 100. */
    private static int firstDrift(Map<String, String> parameters, double mean) {
        var detector = DetectorKind.PAGE_HINKLEY.settings(parameters).begin();
        for (int i = 0; i < 300; i++) {
            if (detector.update(i < 100 ? 0 : mean) == Signal.DRIFT) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void adwinForgetsWhatWasBeforeADrift() {
        var detector = AdwinSettings.DEFAULT.begin();
        var random = new Random(1);
        int i = 0;
        while (detector.update(random.nextGaussian() + (i < 1000 ? 0 : 5)) != Signal.DRIFT) {
            i++;
        }
        assertThat(i).isBetween(1000, 1064);

        detector.update(5);

        assertThat(detector.width()).isEqualTo(1);
    }

    @Test
    void everythingThatIsWrongWithParametersIsSaidAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DetectorKind.KSWIN.settings(
                        Map.of("alpha", "2", "stat_size", "many", "sed", "1", "window_size", "20")))
                .withMessageContaining("alpha must be in (0, 1), was 2.0")
                .withMessageContaining("stat_size must be a whole number, was \"many\"")
                .withMessageContaining("window_size must be from twice stat_size to 10000, was 20")
                .withMessageContaining("kswin has no parameter sed; it has alpha, seed, stat_size, window_size");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DetectorKind.PAGE_HINKLEY.settings(Map.of("mode", "sideways")))
                .withMessage("mode must be one of up, down, both, was \"sideways\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DetectorKind.EDDM.settings(Map.of("alpha", "0.8")))
                .withMessage("beta must be positive and not above alpha, was 0.9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DetectorKind.DDM.settings(Map.of("drift_threshold", "1")))
                .withMessage("drift_threshold must not be below warning_threshold, was 1.0");
    }
}
