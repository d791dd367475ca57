package io.millrace.sandbox.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka server on this machine, in a process of its own, with all it writes in one temporary folder.
 *
 * <p>{@link #start} returns once the broker serves and has proven, by the random cluster id it was formatted with, that it
 * is the one which was started. {@link #close} leaves neither process nor folder behind; neither does the death of this
 * JVM, by whatever signal. Safe for use by several threads.
 */
public final class SandboxBroker implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SandboxBroker.class);
    private static final int ATTEMPTS = 3;
    private static final Duration POLL = Duration.ofMillis(25);

    private final Process process;
    private final BrokerFolder folder;
    private final String bootstrap;
    private final String clusterId;
    private final BrokerSettings settings;
    private @Nullable Thread exitHook;
    private boolean closed;

    private SandboxBroker(
            Process process, BrokerFolder folder, String bootstrap, String clusterId, BrokerSettings settings) {
        this.process = process;
        this.folder = folder;
        this.bootstrap = bootstrap;
        this.clusterId = clusterId;
        this.settings = settings;
    }

    public static SandboxBroker start() throws InterruptedException {
        return start(BrokerSettings.defaults());
    }

    /**
     * Starts a broker and waits until it serves.
     *
     * @throws BrokerFailedException if no attempt succeeded; its message ends with the broker's log
     */
    public static SandboxBroker start(BrokerSettings settings) throws InterruptedException {
        return start(settings, Ports::free);
    }

    /**
     * An attempt that fails is made again on other ports, whatever the reason: a port taken between choosing and binding
     * cannot be told reliably from other early deaths of the process.
     */
    static SandboxBroker start(BrokerSettings settings, Supplier<Ports> ports) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            var broker = launch(settings, ports.get());
            var failure = broker.awaitServing();
            if (failure == null) {
                broker.closeOnExit();
                return broker;
            }
            var tail = broker.folder.logTail();
            broker.close();
            if (attempt == ATTEMPTS) {
                throw new BrokerFailedException("the sandbox broker did not start in " + ATTEMPTS + " attempts: "
                        + failure + "\n--- end of its log ---\n" + tail);
            }
            LOGGER.atWarn()
                    .addKeyValue("bootstrap", broker.bootstrap)
                    .addKeyValue("attempt", attempt)
                    .addKeyValue("reason", failure)
                    .log("sandbox broker failed to start, trying other ports");
        }
    }

    private static SandboxBroker launch(BrokerSettings settings, Ports ports) {
        var folder = BrokerFolder.create();
        var clusterId = Uuid.randomUuid().toString();
        folder.configure(ServerProperties.of(ports, folder.data(), settings.overrides()));
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + settings.heapMegabytes() + "m",
                "-Djava.awt.headless=true",
                // measured: up in half the time for half the processor time, of which a small machine has little
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError", // a broker that has lost a thread to it answers some and not others
                BrokerProcess.class.getName(),
                folder.path().toString(),
                clusterId,
                Long.toString(settings.stopWithin().toMillis()));
        // A long class path does not belong on a command line: some native libraries crash on one.
        command.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        command.redirectErrorStream(true).redirectOutput(folder.log().toFile());
        try {
            return new SandboxBroker(command.start(), folder, ports.bootstrap(), clusterId, settings);
        } catch (IOException e) {
            deleteOrWarn(folder);
            throw new BrokerFailedException("no process for the sandbox broker: " + e.getMessage());
        }
    }

    /** Waits until the broker serves. Returns null then, and the reason when it will not. */
    private @Nullable String awaitServing() throws InterruptedException {
        var deadline = System.nanoTime() + settings.startWithin().toNanos();
        try {
            while (!folder.isReady()) {
                if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    return "its process ended with code " + process.exitValue();
                }
                if (System.nanoTime() - deadline > 0) {
                    return "it was not ready within " + settings.startWithin();
                }
            }
            var answered = clusterIdAt(bootstrap, Duration.ofSeconds(10));
            return answered.equals(clusterId) ? null : "another cluster answers on its port: " + answered;
        } catch (ExecutionException e) {
            return "it does not say which cluster it is: " + e.getCause();
        } catch (InterruptedException e) {
            close();
            throw e;
        }
    }

    /** The id of whichever cluster answers at an address. */
    static String clusterIdAt(String bootstrap, Duration timeout) throws ExecutionException, InterruptedException {
        var millis = Math.toIntExact(timeout.toMillis());
        try (var admin = Admin.create(Map.of(
                "bootstrap.servers", bootstrap, "default.api.timeout.ms", millis, "request.timeout.ms", millis))) {
            return admin.describeCluster().clusterId().get();
        }
    }

    /** {@code host:port} for clients. */
    public String bootstrap() {
        return bootstrap;
    }

    /** The random id this broker was formatted with. */
    public String clusterId() {
        return clusterId;
    }

    /** The broker's process. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** The folder of all its files; gone after {@link #close}. */
    public Path folder() {
        return folder.path();
    }

    /** The last lines of its log; empty when there are none. */
    public String logTail() {
        return folder.logTail();
    }

    /** Whether its process runs. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Stops the broker in order; kills it when that takes longer than its settings allow. Closing twice does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        forgetExitHook();
        try {
            process.getOutputStream().close(); // the order to stop
            // a process that is not ready yet cannot obey
            if (!folder.isReady() || !process.waitFor(settings.stopWithin().toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOGGER.atWarn().setCause(e).log("sandbox broker could not be told to stop");
            kill();
        }
        deleteOrWarn(folder);
    }

    /** Killing takes effect without this JVM's help, so the wait is short and no interrupt may cut it. */
    private void kill() {
        process.destroyForcibly()
                .onExit()
                .completeOnTimeout(process, 10, TimeUnit.SECONDS)
                .join();
    }

    private synchronized void closeOnExit() {
        if (settings.closeOnExit()) {
            exitHook = new Thread(this::close, "close-sandbox-broker");
            Runtime.getRuntime().addShutdownHook(exitHook);
        }
    }

    private void forgetExitHook() {
        if (exitHook == null || Thread.currentThread() == exitHook) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(exitHook);
        } catch (IllegalStateException e) {
            // the JVM is exiting: the hook runs, and finds the broker closed
            LOGGER.atDebug().log("sandbox broker closes while the JVM exits");
        }
    }

    private static void deleteOrWarn(BrokerFolder folder) {
        try {
            folder.delete();
        } catch (IOException e) {
            LOGGER.atWarn()
                    .addKeyValue("folder", folder.path())
                    .setCause(e)
                    .log("folder of the sandbox broker is not wholly removed");
        }
    }
}
