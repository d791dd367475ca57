package io.millrace.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.model.BatchDefinition;
import io.millrace.app.model.CallDefinition;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.TestModels;
import io.millrace.app.model.ValueGuard;
import io.millrace.app.model.Watchdog;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoreOutcome.Unscored;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Before a model that says a quarter of the first feature, and fails if it is above 3. */
class CachedAnswersTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_234), ZoneOffset.UTC);

    private final OnnxModel model = open();
    private final Watchdog watchdog = new Watchdog(CallDefinition.DEFAULT.deadline());
    private final ScoreCache cache = new ScoreCache(100);
    private final Heard heard = new Heard();
    private final ScoreBatch batch = batch(Fallback.NOBODY);

    private static OnnxModel open() {
        try {
            return OnnxModel.open(TestModels.folder(), TestModels.manifest("lookup"), TestModels.output("lookup"));
        } catch (InvalidModelException e) {
            throw new AssertionError(e);
        }
    }

    private ScoreBatch batch(Fallback fallback) {
        var asking =
                new Asking(watchdog, ValueGuard.NONE, BatchDefinition.DEFAULT, CallDefinition.DEFAULT, fallback, cache);
        return asking.newBatch(4, Payments.always(model, null), heard, CLOCK);
    }

    @AfterEach
    void close() {
        batch.close();
        watchdog.close();
        model.close();
    }

    private static Event event(double... row) {
        var payment = Payments.payment("e", Payments.NOON, "c1", "m1", row[0]);
        var origin = new Origin("transactions", 0, 0, Payments.NOON.toEpochMilli(), null, null);
        return new Event(payment, origin, "e", Payments.NOON.toEpochMilli(), row, 0);
    }

    private static List<ScoreOutcome> score(ScoreBatch batch, double... firsts) {
        Arrays.stream(firsts).mapToObj(first -> event(first, 0, 0)).forEach(batch::add);
        return batch.score();
    }

    private static String said(ScoreOutcome outcome) {
        return outcome instanceof Scored scored
                ? scored.by().variant().code() + " " + scored.score() + (scored.scoringNanos() == 0 ? ", known" : "")
                : ((Unscored) outcome).rejected().reason().code();
    }

    @Test
    void theModelIsAskedAboutUnknownRowsAloneAndAnswersKeepTheirOrder() {
        assertThat(score(batch, 1, 2))
                .extracting(CachedAnswersTest::said)
                .containsExactly("champion 0.25", "champion 0.5");

        assertThat(score(batch, 3, 2, 0, 1))
                .extracting(CachedAnswersTest::said)
                .containsExactly("champion 0.75", "champion 0.5, known", "champion 0.0", "champion 0.25, known");
        assertThat(heard.hits).isEqualTo(2);
        assertThat(heard.misses).isEqualTo(4);
    }

    @Test
    void aBatchOfKnownRowsAsksNobody() {
        score(batch, 1, 2);

        assertThat(score(batch, 2, 1))
                .extracting(CachedAnswersTest::said)
                .containsExactly("champion 0.5, known", "champion 0.25, known");
        assertThat(batch.score()).isEmpty();
    }

    @Test
    void tasksShareWhatIsKnown() {
        score(batch, 1);
        try (var other = batch(Fallback.NOBODY)) {
            assertThat(score(other, 1)).extracting(CachedAnswersTest::said).containsExactly("champion 0.25, known");
        }
    }

    @Test
    void rowsAreTheSameIfEveryBitIs() {
        batch.add(event(1, Double.NaN, 0));
        batch.add(event(1, 0.0, 0));
        batch.score();

        batch.add(event(1, Double.NaN, 0));
        batch.add(event(1, -0.0, 0));
        batch.add(event(1, Math.nextUp(0.0), 0));
        assertThat(batch.score())
                .extracting(CachedAnswersTest::said)
                .containsExactly("champion 0.25, known", "champion 0.25", "champion 0.25");
    }

    @Test
    void whatTheModelDidNotSayIsNotRemembered() {
        assertThat(score(batch, 7)).extracting(CachedAnswersTest::said).containsExactly("model-failed");
        try (var other = batch(new Fallback.Constant(0.125, ScoredBy.constant(0.125, 0.5)))) {
            assertThat(score(other, 7)).extracting(CachedAnswersTest::said).containsExactly("fallback 0.125, known");
        }

        score(batch, 7);
        assertThat(heard.hits).isZero();
        assertThat(heard.misses).isEqualTo(3);
    }

    @Test
    void anotherModelsScoresAreItsOwn() {
        double[] numbers = {1, 2, 3};
        cache.remember("digest", numbers, new String[] {"be", null}, 0.5);

        assertThat(cache.find("digest", numbers.clone(), new String[] {"be", null}))
                .isEqualTo(0.5);
        assertThat(cache.find("other", numbers, new String[] {"be", null})).isNull();
        assertThat(cache.find("digest", numbers, new String[] {"be", ""})).isNull();
    }

    @Test
    void noMoreRowsAreRememberedThanWasSaid() {
        for (int i = 0; i < 10_000; i++) {
            cache.remember("digest", new double[] {i}, new String[0], i);
        }

        assertThat(cache.size()).isBetween(1L, 100L);
    }
}
