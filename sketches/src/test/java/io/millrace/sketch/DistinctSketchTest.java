package io.millrace.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctSketchTest {
    private static DistinctSketch upTo(int values) {
        var sketch = new DistinctSketch();
        for (int i = 0; i < values; i++) {
            sketch.add(i);
            sketch.add(i);
        }
        return sketch;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 100, DistinctSketch.CAPACITY - 1})
    void isExactBelowItsCapacity(int values) {
        assertThat(upTo(values).estimate()).isEqualTo(values);
    }

    @ParameterizedTest
    @ValueSource(ints = {DistinctSketch.CAPACITY, 1_000, 10_000, 1_000_000})
    void isWithinThreeStandardErrorsFromThereOn(int values) {
        assertThat(upTo(values).estimate()).isCloseTo(values, within(3 * 0.045 * values));
    }

    @Test
    void takesZeroAndMinusZeroForOneValue() {
        var sketch = new DistinctSketch();
        sketch.add(0.0);
        sketch.add(-0.0);

        assertThat(sketch.estimate()).isEqualTo(1);
    }

    @Test
    void doesNotDependOnTheOrderOfMerging() {
        var forwards = new DistinctSketch();
        var backwards = new DistinctSketch();
        for (int i = 0; i < 5_000; i++) {
            forwards.add(i);
            backwards.add(4_999 - i);
        }
        var merged = upTo(2_000);
        merged.add(forwards);

        assertThat(backwards.estimate()).isEqualTo(forwards.estimate());
        assertThat(merged.estimate()).isEqualTo(forwards.estimate());
    }

    @Test
    void countsTextsToo() {
        var few = new DistinctSketch();
        var many = new DistinctSketch();
        for (int i = 0; i < 20_000; i++) {
            few.add("text " + i % 300);
            many.add("text " + i);
        }

        assertThat(few.estimate()).isEqualTo(300);
        assertThat(many.estimate()).isCloseTo(20_000, within(3 * 0.045 * 20_000));
    }

    @Test
    void refusesHashesThatDoNotAscend() {
        var twice = new ByteWriter()
                .writeUnsigned(2)
                .writeUnsigned(7)
                .writeUnsigned(0)
                .toBytes();

        assertThatIllegalStateException().isThrownBy(() -> new DistinctSketch().read(new ByteReader(twice)));
    }

    @Test
    void survivesBeingStored() {
        var sketch = upTo(3_000);
        var out = new ByteWriter();
        sketch.write(out);
        var restored = upTo(7);
        restored.read(new ByteReader(out.toBytes()));
        restored.add(5_000_000);
        sketch.add(5_000_000);

        assertThat(restored.estimate()).isEqualTo(sketch.estimate());
    }
}
