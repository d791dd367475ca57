package io.millrace.sandbox.broker;

import java.lang.reflect.Proxy;

/**
 * Deafens a process to the signals that reach a whole process group: Ctrl-C in a terminal, the terminal's end, a
 * supervisor's termination. The parent receives them too and may still need the broker in order to drain.
 */
final class GroupSignals {
    private GroupSignals() {}

    /** By reflection, as Kafka does it: {@code sun.misc.Signal} is no part of the platform's API and may be absent. */
    static void ignore() {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var deaf = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> null);
            for (var name : new String[] {"INT", "TERM", "HUP"}) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), deaf);
            }
        } catch (ReflectiveOperationException e) {
            System.err.println("signals are not ignored on this platform: " + e);
        }
    }
}
