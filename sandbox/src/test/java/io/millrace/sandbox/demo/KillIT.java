package io.millrace.sandbox.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every event has one prediction, however often and whenever the process dies that makes them. */
class KillIT {
    private static final Logger LOGGER = LoggerFactory.getLogger(KillIT.class);
    private static final String NAME = "first";

    /** Of those that are shown to have struck in the middle of the stream. */
    private static final int LEAST_STRIKES = 20;

    /** Of those that met work half done, in one way and in the other. */
    private static final int LEAST_OF_A_KIND = 5;

    @TempDir
    private Path temporary;

    @Test
    void everyEventHasOnePredictionHoweverOftenItsProcessIsKilled() throws Exception {
        try (var stand = new KillStand(temporary)) {
            var strikes = strikes(stand);

            var delivery = stand.delivery();
            var counts = stand.counts();
            var wreckage = stand.wreckage();
            var left = wreckage.of(strikes);
            log(strikes, left);
            LOGGER.atInfo()
                    .addKeyValue("delivery", delivery)
                    .addKeyValue("aborted", wreckage.aborted())
                    .log("after " + strikes.size() + " strikes");
            assertAll(
                    () -> assertThat(strikes.stream().filter(Strike::isMidStream))
                            .hasSizeGreaterThanOrEqualTo(LEAST_STRIKES),
                    () -> assertThat(left.stream().filter(after -> after.missing() > 0))
                            .hasSizeGreaterThanOrEqualTo(LEAST_STRIKES),
                    () -> assertThat(left.stream().filter(after -> after.aborted() > 0))
                            .hasSizeGreaterThanOrEqualTo(LEAST_OF_A_KIND),
                    () -> assertThat(left.stream().filter(after -> after.hasPartlyFilledBatch(KillStand.ROWS)))
                            .hasSizeGreaterThanOrEqualTo(LEAST_OF_A_KIND),
                    () -> assertThat(delivery).isEqualTo(new Delivery(delivery.events(), delivery.events(), 0, 0, 0)),
                    () -> assertThat(counts.counted())
                            .isEqualTo(counts.predicted())
                            .hasSizeGreaterThan(10),
                    () -> assertThat(counts.means()).allSatisfy((window, mean) -> assertThat(mean)
                            .isCloseTo(requireNonNull(counts.predictedMeans().get(window)), within(1e-9))),
                    () -> assertThat(stand.committed().readAll(KillStand.DEAD_LETTERS))
                            .isEmpty());
        }
    }

    /** Alone, as one of three, and alone again; killed, and stopped in between. */
    private static List<Strike> strikes(KillStand stand) throws Exception {
        var strikes = new ArrayList<Strike>();
        var striker = new Striker(stand);
        var first = strike(stand, striker, 3, stand.start(NAME), strikes);

        var second = stand.start(null);
        var third = stand.start(null);
        stand.awaitWorking(3);
        first = strike(stand, striker, 4, first, strikes);
        second.kill(); // nobody waits for it: its work is taken over by the others
        stand.awaitWorking(2);
        stand.stop(third);
        stand.awaitWorking(1);

        for (int round = 0; round < 2; round++) {
            first = strike(stand, striker, 8, first, strikes);
            stand.stop(first);
            first = stand.start(NAME);
        }
        stand.settle(first);
        stand.stop(first);
        return strikes;
    }

    /** Kills a process and starts it again, a few times. */
    private static MillraceProcess strike(
            KillStand stand, Striker striker, int times, MillraceProcess process, List<Strike> strikes)
            throws Exception {
        var next = process;
        for (int i = 0; i < times; i++) {
            strikes.add(striker.strike(NAME, next));
            next = stand.start(NAME);
        }
        return next;
    }

    private static void log(List<Strike> strikes, List<Wreckage.Left> left) {
        for (int i = 0; i < strikes.size(); i++) {
            LOGGER.atInfo()
                    .addKeyValue("partitions", strikes.get(i).partitions())
                    .addKeyValue("midStream", strikes.get(i).isMidStream())
                    .addKeyValue("missing", left.get(i).missing())
                    .addKeyValue("aborted", left.get(i).aborted())
                    .addKeyValue("held", left.get(i).held())
                    .log("strike " + (i + 1));
        }
    }

    /** The check itself is checked. */
    @Test
    void theSameWithoutTransactionsIsFoundOut() throws Exception {
        try (var stand = new KillStand(temporary)) {
            var striker = new Striker(stand);
            for (int i = 0; i < 3; i++) {
                striker.strikeAhead(stand.startAtLeastOnce());
            }
            stand.settle(stand.startAtLeastOnce());

            var delivery = stand.delivery();
            LOGGER.atInfo().addKeyValue("delivery", delivery).log("at least once");
            assertThat(delivery.missing()).isZero();
            assertThat(delivery.unknown()).isZero();
            assertThat(delivery.duplicated()).isPositive();
        }
    }
}
