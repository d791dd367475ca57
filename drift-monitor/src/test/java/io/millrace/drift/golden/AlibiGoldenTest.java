package io.millrace.drift.golden;

import static io.millrace.drift.golden.Closeness.SINGLE_P_VALUE;
import static io.millrace.drift.golden.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.drift.definition.Alibi;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The definition {@code alibi} says what Alibi Detect says, but that what it cannot say is unknown and not "no drift". */
class AlibiGoldenTest {
    private final Alibi alibi = new Alibi();

    static Stream<Arguments> cases() {
        return Stream.of("numbers", "categories").flatMap(kind -> Golden.cases("alibi", kind)
                .map(each -> Arguments.of(kind, each.get()[0], each.get()[1])));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void everyColumnIsJudgedAsByAlibi(String kind, String name, JsonNode golden) {
        var reference = Golden.sample(golden.path("reference"), kind);
        var current = Golden.sample(golden.path("current"), kind);
        var theirs = golden.path("results");

        var ours = alibi.compare(alibi.choose(reference, current), reference, current);

        double p = Golden.number(theirs.path("p"));
        if (Double.isNaN(p) || reference.missing() + current.missing() > 0) {
            assertThat(ours.drifted()).isNull();
            assertThat(ours.reason()).isNotNull();
        } else {
            assertClose("p", ours.pValue(), p, SINGLE_P_VALUE, Float.MIN_VALUE);
            assertClose("statistic", ours.value(), Golden.number(theirs.path("statistic")), SINGLE_P_VALUE);
            assertThat(ours.drifted()).isEqualTo(theirs.path("drifted").asBoolean());
        }
    }
}
