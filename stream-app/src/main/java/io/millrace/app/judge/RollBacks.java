package io.millrace.app.judge;

import io.millrace.drift.judge.Verdict;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends contests in which a limit was exceeded, on a thread of its own, and tries until that is done. It is ready to do so as soon as there is
 * a contest, and keeps nothing open before.
 */
final class RollBacks implements Alarm {
    private static final Logger LOG = LoggerFactory.getLogger(RollBacks.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Supplier<Orders> open;
    private final JudgeListener listener;
    private final ExecutorService ordering;
    private @Nullable Orders orders; // of the ordering thread

    /** @param open makes what is closed with this */
    RollBacks(Supplier<Orders> open, JudgeListener listener) {
        this.open = open;
        this.listener = listener;
        this.ordering = Executors.newSingleThreadExecutor(task -> {
            var thread = new Thread(task, "guard-rails");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void watching(Contest contest) {
        ordering.execute(() -> {
            try {
                orders();
            } catch (KafkaException e) {
                LOG.atWarn().addKeyValue("reason", e.getMessage()).log("guard rails cannot reach the rollout log yet");
            }
        });
    }

    @Override
    public void exceeded(Contest contest, Verdict.RollBack verdict, Runnable dealtWith) {
        listener.alarmed(verdict.criterion());
        var ruling = Ruling.of(contest, verdict);
        long nanos = System.nanoTime();
        ordering.execute(() -> {
            carryOut(ruling);
            dealtWith.run();
            LOG.atInfo()
                    .addKeyValue("version", contest.challenger())
                    .addKeyValue("millis", (System.nanoTime() - nanos) / 1_000_000)
                    .log("alarm of a guard rail is dealt with");
        });
    }

    private void carryOut(Ruling ruling) {
        boolean done = false;
        while (!done && !ordering.isShutdown()) {
            try {
                done = orders().carryOut(ruling) || !paused();
            } catch (InterruptException e) {
                return; // it is being closed
            } catch (KafkaException e) {
                LOG.atWarn()
                        .addKeyValue("reason", e.getMessage())
                        .log("a challenger cannot be rolled back now; trying again");
                closeOrders();
                done = !paused();
            }
        }
    }

    private Orders orders() {
        if (orders == null) {
            orders = open.get();
        }
        return orders;
    }

    private void closeOrders() {
        if (orders != null) {
            orders.close();
            orders = null;
        }
    }

    /** Whether it was not interrupted meanwhile. */
    private static boolean paused() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        ordering.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            if (!ordering.awaitTermination(10, TimeUnit.SECONDS)) {
                return; // its clients end with the process
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        closeOrders();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
