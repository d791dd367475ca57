package io.millrace.app.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.millrace.app.model.TestModels;
import io.millrace.app.pipeline.ShippedPipelines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelScanTest {
    /** Goes round for ever, which tests of the watchdog need. */
    private static final String ENDLESS = "patient.onnx";

    private static final long MEMORY = 1L << 30;
    private static final int MUTATIONS = 3_000;

    static Stream<Path> models() throws IOException {
        try (var ours = Files.list(TestModels.folder());
                var zoo = Files.list(TestModels.folder().resolveSibling("zoo"));
                var shipped = Files.walk(ShippedPipelines.folder("."))) {
            return Stream.of(ours, zoo, shipped)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".onnx"))
                    .filter(file -> !file.endsWith(ENDLESS))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void findsNothingWrongWithModelsThatLibrariesWrite(Path file) throws IOException {
        assertThat(ModelScan.refusals(Files.readAllBytes(file), MEMORY)).isEmpty();
    }

    @Test
    void findsALoopWithoutAnEnd() throws IOException {
        var endless = Files.readAllBytes(TestModels.folder().resolve(ENDLESS));

        assertThat(ModelScan.refusals(endless, MEMORY))
                .extracting(Refusal::check)
                .containsExactly(Check.CONTROL_FLOW);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void neverEndsOtherwiseThanWithAVerdict(byte[] model, long seed) {
        var random = new Random(seed);
        for (int i = 0; i < MUTATIONS; i++) {
            var mutated = model.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                mutated = mutated(mutated, random);
            }
            var bytes = mutated;
            assertThatCode(() -> ModelScan.refusals(bytes, MEMORY))
                    .as("seed %d, mutation %d", seed, i)
                    .doesNotThrowAnyException();
        }
    }

    static Stream<Arguments> seeds() throws IOException {
        return Stream.of(
                Arguments.of(Hostile.bytes("good-loop"), 1L),
                Arguments.of(Hostile.bytes("external-function"), 2L),
                Arguments.of(Files.readAllBytes(TestModels.folder().resolve("trees.onnx")), 3L));
    }

    private static byte[] mutated(byte[] model, Random random) {
        if (model.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        var at = random.nextInt(model.length);
        var length = Math.min(model.length - at, 1 + random.nextInt(16));
        return switch (random.nextInt(6)) {
            case 0 -> with(model, at, (byte) (model[at] ^ 1 << random.nextInt(8)));
            case 1 -> with(model, at, (byte) random.nextInt());
            case 2 -> Arrays.copyOf(model, at);
            case 3 -> spliced(model, at, new byte[0], length);
            case 4 -> spliced(model, at, Arrays.copyOfRange(model, at, at + length), 0);
            default -> spliced(model, at, longNumber(random), 0);
        };
    }

    private static byte[] with(byte[] model, int at, byte value) {
        var changed = model.clone();
        changed[at] = value;
        return changed;
    }

    private static byte[] longNumber(Random random) {
        var number = new byte[1 + random.nextInt(11)];
        Arrays.fill(number, (byte) 0xff);
        number[number.length - 1] = (byte) random.nextInt(128);
        return number;
    }

    private static byte[] spliced(byte[] model, int at, byte[] in, int out) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(model, 0, at);
        bytes.writeBytes(in);
        bytes.write(model, at + out, model.length - at - out);
        return bytes.toByteArray();
    }

    @Test
    void tellsTheFirstOfManyMistakesAndHowManyMoreThereAre() {
        var refusals = ModelScan.refusals(Hostile.bytes("many-mistakes"), MEMORY);
        assertThat(refusals)
                .extracting(Refusal::message)
                .hasSize(3)
                .last()
                .isEqualTo("graph.node[2] \"Multinomial\" draws random numbers; 7 more like these");
        assertThat(refusals).extracting(Refusal::check).isEqualTo(Collections.nCopies(3, Check.RANDOM));
    }

    @Test
    void aNumberOfBytesIsAllowedExactly() {
        var asked = 805_306_368L * Float.BYTES;
        var model = Hostile.bytes("three-gigabytes");
        assertThat(ModelScan.refusals(model, asked)).isEmpty();
        assertThat(ModelScan.refusals(model, asked - 1))
                .extracting(Refusal::message)
                .isEqualTo(List.of("graph.node[0] asks for 805306368 numbers, together " + asked + " bytes; "
                        + (asked - 1) + " are allowed"));
    }
}
