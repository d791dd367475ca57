package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    @Test
    void onePredictionOfEachEventInWhateverOrderIsAllThatShouldBe() {
        assertThat(Delivery.of(List.of("a", "b"), List.of("b", "a"))).isEqualTo(new Delivery(2, 2, 0, 0, 0));
    }

    @Test
    void nothingIsMissingOfNothing() {
        assertThat(Delivery.of(List.of(), List.of())).isEqualTo(new Delivery(0, 0, 0, 0, 0));
    }

    @Test
    void anEventWithoutPredictionIsMissingThoughAnotherHasTwo() {
        assertThat(Delivery.of(List.of("a", "b"), List.of("a", "a"))).isEqualTo(new Delivery(2, 2, 1, 1, 0));
    }

    @Test
    void everyPredictionAfterTheFirstIsADuplicate() {
        assertThat(Delivery.of(List.of("a"), List.of("a", "a", "a"))).isEqualTo(new Delivery(1, 3, 0, 2, 0));
    }

    @Test
    void aPredictionOfNoEventMakesUpForNone() {
        assertThat(Delivery.of(List.of("a"), List.of("b", "b"))).isEqualTo(new Delivery(1, 2, 1, 0, 2));
    }

    @Test
    void eventsThatCannotBeToldApartCannotBeHeldAgainstAnything() {
        assertThatThrownBy(() -> Delivery.of(List.of("a", "a"), List.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two events with the id a");
    }
}
