package io.millrace.app.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again what an alias or a stage points to. It never throws and stops nobody: while the registry is away or talks
 * nonsense it looks less and less often, up to {@value #LONGEST} times the period, and says so once. Used by one executor; a look
 * takes one of its threads for as long as the registry is given to answer.
 */
public final class RegistryWatch implements AutoCloseable {
    /** Asks the registry; {@link Registries#resolve} with limits. */
    @FunctionalInterface
    public interface Registry {
        /** Which version is meant now. */
        ModelSource.Version resolve(ModelSource.Registered source)
                throws UnavailableModelException, InterruptedException;
    }

    /** A registry that has come back is seen after so many periods at the latest. */
    static final int LONGEST = 10;

    private static final Logger LOGGER = LoggerFactory.getLogger(RegistryWatch.class);

    private final ModelSource.Registered source;
    private final Registry registry;
    private final Duration period;
    private final ScheduledExecutorService executor;
    private final WatchListener listener;

    private ModelSource.@Nullable Version seen;
    private long failures;
    private volatile boolean isClosed;

    /**
     * Readies a watch; {@link #start} begins it.
     *
     * @param source must move: an alias or a stage
     * @param period between the end of a look and the next one; positive
     * @param seen the version that is known already, about which the listener is not told
     */
    public RegistryWatch(
            ModelSource.Registered source,
            Registry registry,
            Duration period,
            ScheduledExecutorService executor,
            WatchListener listener,
            Optional<ModelSource.Version> seen) {
        if (!source.moves()) {
            throw new IllegalArgumentException("will never be another version: " + source);
        }
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("the period must be positive, was " + period);
        }
        this.source = source;
        this.registry = registry;
        this.period = period;
        this.executor = executor;
        this.listener = listener;
        this.seen = seen.orElse(null);
    }

    /** Looks at once, and from then on. Once. */
    public void start() {
        after(Duration.ZERO);
    }

    /** Looks no more; a look under way may still end, without telling anybody. The executor is its owner's to close. */
    @Override
    public void close() {
        isClosed = true;
    }

    private void after(Duration wait) {
        try {
            var unused = executor.schedule(this::look, wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // the executor has been closed, and so nobody wants to know any more
            LOGGER.atDebug().addKeyValue("source", source).log("the watch has ended with its executor");
        }
    }

    /** One look. The next one is asked for when this one is over, so nothing here needs a lock. */
    private void look() {
        if (isClosed) {
            return;
        }
        try {
            found(registry.resolve(source));
        } catch (UnavailableModelException e) {
            failed(e);
        } catch (InterruptedException e) {
            // the executor is being closed
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            failures++;
            LOGGER.atError().setCause(e).addKeyValue("source", source).log("looking at the registry failed");
        }
        after(wait(period, failures));
    }

    private void found(ModelSource.Version now) {
        if (failures > 0) {
            LOGGER.atInfo()
                    .addKeyValue("source", source)
                    .addKeyValue("failures", failures)
                    .log("the registry answers again");
        }
        failures = 0;
        if (isClosed || now.equals(seen)) {
            return;
        }
        LOGGER.atInfo()
                .addKeyValue("source", source)
                .addKeyValue("version", now)
                .log("another version is meant");
        if (hasHeard(() -> listener.moved(source, Optional.ofNullable(seen), now))) {
            seen = now;
        }
    }

    private void failed(UnavailableModelException why) {
        failures++;
        if (isClosed) {
            return;
        }
        var log = failures == 1 ? LOGGER.atWarn() : LOGGER.atDebug();
        log.addKeyValue("source", source)
                .addKeyValue("reason", why.getMessage())
                .log("the registry does not say which version is meant; scoring goes on");
        hasHeard(() -> listener.unseen(source, why, failures));
    }

    private boolean hasHeard(Runnable telling) {
        try {
            telling.run();
            return true;
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).addKeyValue("source", source).log("nobody took up what the watch has seen");
            return false;
        }
    }

    /** The period, doubled for every failure, at most {@value #LONGEST} of it. */
    static Duration wait(Duration period, long failures) {
        long times = failures >= 4 ? LONGEST : 1L << failures;
        return period.multipliedBy(times);
    }
}
