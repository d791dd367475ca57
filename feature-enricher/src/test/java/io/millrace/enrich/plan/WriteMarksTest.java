package io.millrace.enrich.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WriteMarksTest {
    private static final byte[] KEY = {1};

    private final WriteMarks marks = new WriteMarks();

    @Test
    void nothingHappensBetweenTwoWrites() {
        marks.begin(KEY);
        marks.end(KEY);

        long mark = marks.mark(KEY);

        assertThat(marks.isUntouchedSince(KEY, mark)).isTrue();
    }

    @Test
    void aWriteThatBeganSinceIsNoticed() {
        long mark = marks.mark(KEY);

        marks.begin(KEY);
        assertThat(marks.isUntouchedSince(KEY, mark)).isFalse();

        marks.end(KEY);
        assertThat(marks.isUntouchedSince(KEY, mark)).isFalse();
    }

    @Test
    void thereIsNoMarkOfAKeyThatIsBeingWritten() {
        marks.begin(KEY);

        assertThat(marks.mark(KEY)).isEqualTo(WriteMarks.BEING_WRITTEN);
        assertThat(marks.isUntouchedSince(KEY, WriteMarks.BEING_WRITTEN)).isFalse();
    }

    @Test
    void twoWritersAtOnceAreBothWaitedFor() {
        marks.begin(KEY);
        marks.begin(KEY);
        marks.end(KEY);

        assertThat(marks.mark(KEY)).isEqualTo(WriteMarks.BEING_WRITTEN);
    }

    @Test
    void mostOtherKeysAreLeftAlone() {
        long mark = marks.mark(KEY);
        int touched = 0;
        for (int i = 0; i < 1_000; i++) {
            byte[] other = {2, (byte) i, (byte) (i >> 8)};
            marks.begin(other);
            marks.end(other);
            if (!marks.isUntouchedSince(KEY, mark)) {
                touched++;
                mark = marks.mark(KEY);
            }
        }

        assertThat(touched).isLessThan(20);
    }
}
