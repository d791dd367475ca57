package io.millrace.app.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryWatchTest {
    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final ModelSource.Alias CHAMPION = new ModelSource.Alias("fraud", "champion");
    private static final ModelSource.Version ONE = new ModelSource.Version("fraud", 1);
    private static final ModelSource.Version TWO = new ModelSource.Version("fraud", 2);

    private final ByHand executor = new ByHand();
    private final List<String> heard = new ArrayList<>();
    private RegistryWatch.Registry answer = source -> ONE;
    private boolean isDeaf;

    private final WatchListener listener = new WatchListener() {
        @Override
        public void moved(
                ModelSource.Registered source, Optional<ModelSource.Version> before, ModelSource.Version now) {
            heard.add(before.map(Object::toString).orElse("nothing") + " -> " + now);
            if (isDeaf) {
                throw new IllegalStateException("deaf");
            }
        }

        @Override
        public void unseen(ModelSource.Registered source, UnavailableModelException why, long failures) {
            heard.add(why.getMessage() + " " + failures);
            if (isDeaf) {
                throw new IllegalStateException("deaf");
            }
        }
    };

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    private RegistryWatch watch(Optional<ModelSource.Version> seen) {
        var watch = new RegistryWatch(CHAMPION, source -> answer.resolve(source), PERIOD, executor, listener, seen);
        watch.start();
        return watch;
    }

    @Test
    void theFirstVersionIsToldIfNoneIsKnown() {
        watch(Optional.empty());

        executor.runNext();

        assertThat(heard).containsExactly("nothing -> models:/fraud/1");
    }

    @Test
    void onlyAnotherVersionIsTold() {
        watch(Optional.of(ONE));
        executor.runNext();
        assertThat(heard).isEmpty();

        answer = source -> TWO;
        executor.runNext();
        executor.runNext();
        assertThat(heard).containsExactly("models:/fraud/1 -> models:/fraud/2");

        answer = source -> ONE;
        executor.runNext();
        assertThat(heard).containsExactly("models:/fraud/1 -> models:/fraud/2", "models:/fraud/2 -> models:/fraud/1");
    }

    @Test
    void itLooksAtOnceAndThenOnceAPeriod() {
        watch(Optional.of(ONE));

        assertThat(executor.runNext()).isEqualTo(Duration.ZERO);
        assertThat(executor.runNext()).isEqualTo(PERIOD);
        assertThat(executor.runNext()).isEqualTo(PERIOD);
    }

    @Test
    void whileTheRegistryIsAwayItLooksLessAndLessOftenAndAfterwardsAsBefore() {
        watch(Optional.of(ONE));
        answer = source -> {
            throw UnavailableModelException.away("away");
        };
        executor.runNext();

        var waits = new ArrayList<Long>();
        for (int i = 0; i < 6; i++) {
            waits.add(executor.runNext().toSeconds());
        }
        assertThat(waits).containsExactly(60L, 120L, 240L, 300L, 300L, 300L);
        assertThat(heard).containsExactly("away 1", "away 2", "away 3", "away 4", "away 5", "away 6", "away 7");

        answer = source -> TWO;
        executor.runNext();
        assertThat(heard).last().isEqualTo("models:/fraud/1 -> models:/fraud/2");
        assertThat(executor.runNext()).isEqualTo(PERIOD);
    }

    @Test
    void aRegistryThatNoLongerKnowsTheAliasIsAskedAgain() {
        watch(Optional.of(ONE));
        answer = source -> {
            throw UnavailableModelException.refused("there is none");
        };
        executor.runNext();

        answer = source -> ONE;
        executor.runNext();

        assertThat(heard).containsExactly("there is none 1");
    }

    @Test
    void aMistakeInsideDoesNotEndTheWatch() {
        watch(Optional.of(ONE));
        answer = source -> {
            throw new IllegalStateException("a mistake");
        };
        executor.runNext();

        answer = source -> TWO;
        executor.runNext();

        assertThat(heard).containsExactly("models:/fraud/1 -> models:/fraud/2");
    }

    @Test
    void aListenerThatThrowsIsToldAgainAtTheNextLook() {
        isDeaf = true;
        watch(Optional.of(ONE));
        answer = source -> TWO;
        executor.runNext();

        isDeaf = false;
        assertThat(executor.runNext()).isEqualTo(PERIOD);
        executor.runNext();

        assertThat(heard).containsExactly("models:/fraud/1 -> models:/fraud/2", "models:/fraud/1 -> models:/fraud/2");
    }

    @Test
    void aListenerThatThrowsAtAFailureDoesNotEndTheWatch() {
        isDeaf = true;
        watch(Optional.of(ONE));
        answer = source -> {
            throw UnavailableModelException.away("away");
        };
        executor.runNext();
        executor.runNext();

        assertThat(heard).containsExactly("away 1", "away 2");
    }

    @Test
    void afterItIsClosedNobodyIsTold() {
        var watch = watch(Optional.of(ONE));
        answer = source -> {
            watch.close();
            return TWO;
        };
        executor.runNext();
        executor.runNext();

        assertThat(heard).isEmpty();
        assertThat(executor.isIdle()).isTrue();
    }

    @Test
    void anInterruptEndsTheWatch() {
        watch(Optional.of(ONE));
        answer = source -> {
            throw new InterruptedException();
        };
        executor.runNext();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(executor.isIdle()).isTrue();
        assertThat(heard).isEmpty();
    }

    @Test
    void anExecutorThatIsClosedEndsTheWatchQuietly() {
        watch(Optional.of(ONE));
        executor.shutdown();
        executor.runNext();

        assertThat(executor.isIdle()).isTrue();
    }

    @Test
    void aVersionNeedsNoWatch() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RegistryWatch(ONE, answer, PERIOD, executor, listener, Optional.empty()))
                .withMessageContaining("will never be another version");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new RegistryWatch(CHAMPION, answer, Duration.ZERO, executor, listener, Optional.empty()));
    }
}
