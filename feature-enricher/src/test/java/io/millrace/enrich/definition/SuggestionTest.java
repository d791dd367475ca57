package io.millrace.enrich.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    private static final List<String> KNOWN = List.of("lateness", "skew", "topic", "id");

    @Test
    void findsTheNearestName() {
        assertThat(Suggestion.nearest("latenes", KNOWN)).contains("lateness");
        assertThat(Suggestion.nearest("tpoic", KNOWN)).isEmpty(); // two edits in five letters
        assertThat(Suggestion.nearest("topics", KNOWN)).contains("topic");
        assertThat(Suggestion.nearest("ide", KNOWN)).contains("id");
    }

    @Test
    void suggestsNothingFarFetched() {
        assertThat(Suggestion.nearest("threshold", KNOWN)).isEmpty();
        assertThat(Suggestion.didYouMean("threshold", KNOWN)).isEmpty();
    }

    @Test
    void choosesTheFirstByNameBetweenTwoEquallyNear() {
        assertThat(Suggestion.nearest("cust_avg_3d", List.of("cust_avg_7d", "cust_avg_1d")))
                .contains("cust_avg_1d");
    }

    @Test
    void asksWhetherItWasMeant() {
        assertThat(Suggestion.didYouMean("skw", KNOWN)).isEqualTo(", did you mean \"skew\"?");
    }
}
