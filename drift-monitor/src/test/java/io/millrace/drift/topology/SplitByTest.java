package io.millrace.drift.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.drift.window.Segment;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SplitByTest {
    private static final List<Schema.Field> FIELDS = List.of(
            new Schema.Field("country", Schema.create(Schema.Type.STRING)),
            new Schema.Field("terminal", Schema.create(Schema.Type.LONG)));

    @Test
    void aPredictionBelongsToOneSegmentOfEverythingItIsSplitBy() {
        var by = new SplitBy(true, true, FIELDS);

        assertThat(by.segments("7", "champion", i -> i == 0 ? "BE" : 12L))
                .extracting(Segment::told)
                .containsExactly("version=7", "variant=champion", "country=BE", "terminal=12");
        assertThat(SplitBy.NOTHING.segments("7", "champion", i -> "BE")).isEmpty();
    }

    @Test
    void aMissingValueHasASegmentAndOneThatIsCalledAsTheRestIsBelongsToIt() {
        var by = new SplitBy(false, false, FIELDS);

        assertThat(by.segments("7", "champion", i -> i == 0 ? null : "other"))
                .containsExactly(Segment.of("country", Segment.NO_VALUE), Segment.restOf("terminal"));
    }
}
