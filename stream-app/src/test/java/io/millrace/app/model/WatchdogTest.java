package io.millrace.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a model that says a quarter of the first feature, and goes round as often as it says: 1e15 rounds take days. */
class WatchdogTest {
    private static final double[] DAYS = {1e15, 0, 0};

    private final OnnxModel model;

    WatchdogTest() throws InvalidModelException {
        model = OnnxModel.open(TestModels.folder(), TestModels.manifest("patient"), TestModels.output("patient"));
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void endsACallThatIsOverdueAndNoOther() throws Exception {
        try (var watchdog = new Watchdog(Duration.ofMillis(50));
                var scorer = model.newScorer(1, watchdog)) {
            for (int again = 0; again < 3; again++) {
                scorer.put(0, DAYS);
                var failure = catchThrowableOfType(ModelFailedException.class, () -> scorer.run(1));
                assertThat(failure).hasMessage("the model took longer than 50 ms");
                assertThat(failure.isOverdue()).isTrue();

                scorer.put(0, new double[] {2, 0, 0});
                scorer.run(1);
                assertThat(scorer.score(0)).isEqualTo(0.5);
            }
        }
    }

    @Test
    void endsTheOverdueCallOfOneScorerWhileOthersGoOn() throws Exception {
        try (var watchdog = new Watchdog(Duration.ofMillis(200));
                var slow = model.newScorer(1, watchdog);
                var quick = model.newScorer(1, watchdog)) {
            slow.put(0, DAYS);
            var failure = new AtomicReference<@Nullable ModelFailedException>();
            var thread = new Thread(() -> {
                try {
                    slow.run(1);
                } catch (ModelFailedException e) {
                    failure.set(e);
                }
            });
            thread.start();
            while (thread.isAlive()) {
                quick.put(0, new double[] {1, 0, 0});
                quick.run(1);
                assertThat(quick.score(0)).isEqualTo(0.25);
            }
            assertThat(failure.get()).isNotNull().matches(ModelFailedException::isOverdue);
        }
    }

    @Test
    void aFailureInTimeIsNotOverdue() throws Exception {
        try (var lookup = OnnxModel.open(
                        TestModels.folder(), TestModels.manifest("lookup"), TestModels.output("lookup"));
                var watchdog = new Watchdog(Duration.ofSeconds(30));
                var scorer = lookup.newScorer(1, watchdog)) {
            scorer.put(0, new double[] {7, 0, 0});
            var failure = catchThrowableOfType(ModelFailedException.class, () -> scorer.run(1));

            assertThat(failure).hasMessageStartingWith("the model failed");
            assertThat(failure.isOverdue()).isFalse();
        }
    }
}
