package io.millrace.app.command;

import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets Ctrl-C and SIGTERM interrupt a command's work, so that the thread that opened something closes it, in its order,
 * before the JVM begins to exit. A shutdown hook would be too late: ONNX Runtime takes its environment down in one of its
 * own, at the same time as all others, and aborts the process if the environment is still in use.
 */
public final class Stoppable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Stoppable.class);
    private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

    private final Thread worker = Thread.currentThread();
    private final AtomicInteger received = new AtomicInteger();

    private Stoppable() {}

    /**
     * Does the work in this thread. A first signal interrupts it; it is then left the time it takes to close what it has
     * opened, and further signals do nothing.
     *
     * @return the work's exit status, or the one that belongs to the signal that ended it
     */
    public static int run(Callable<Integer> work) throws Exception {
        var stoppable = new Stoppable();
        var before = stoppable.listen();
        try {
            int status = work.call();
            return stoppable.isStopped() ? stoppable.status() : status;
        } catch (Exception e) {
            if (!stoppable.isStopped()) {
                throw e;
            }
            LOGGER.atDebug().setCause(e).log("stopped by a signal");
            return stoppable.status();
        } finally {
            before.forEach(Stoppable::handle);
        }
    }

    private boolean isStopped() {
        return received.get() != 0;
    }

    /** As shells have it. */
    private int status() {
        return 128 + received.get();
    }

    /** By reflection, as Kafka does it: {@code sun.misc.Signal} is no part of the platform's API and may be absent. */
    private Map<Object, Object> listen() {
        var before = new LinkedHashMap<Object, Object>();
        SIGNALS.forEach((name, number) -> {
            try {
                var signal = Class.forName("sun.misc.Signal")
                        .getConstructor(String.class)
                        .newInstance(name);
                var type = Class.forName("sun.misc.SignalHandler");
                var handler = Proxy.newProxyInstance(
                        Stoppable.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                            if (received.compareAndSet(0, number)) {
                                worker.interrupt();
                            }
                            return null;
                        });
                before.put(signal, handle(signal, handler));
            } catch (ReflectiveOperationException e) {
                LOGGER.atDebug().addKeyValue("signal", name).setCause(e).log("a signal is not known here");
            }
        });
        return before;
    }

    /** Returns the handler before. */
    private static Object handle(Object signal, Object handler) {
        try {
            var type = Class.forName("sun.misc.SignalHandler");
            return signal.getClass()
                    .getMethod("handle", signal.getClass(), type)
                    .invoke(null, signal, handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a signal's handler cannot be set", e);
        }
    }
}
