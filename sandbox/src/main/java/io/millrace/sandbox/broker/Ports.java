package io.millrace.sandbox.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * The two ports of one broker.
 *
 * @param clients    where clients connect
 * @param controller where the broker talks to its own controller
 */
record Ports(int clients, int controller) {

    /** Two ports that were free a moment ago. Nothing keeps them free: whoever uses them must be ready to try others. */
    static Ports free() {
        var loopback = InetAddress.getLoopbackAddress();
        try (var one = new ServerSocket(0, 1, loopback);
                var other = new ServerSocket(0, 1, loopback)) {
            return new Ports(one.getLocalPort(), other.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback interface", e);
        }
    }

    String bootstrap() {
        return "127.0.0.1:" + clients;
    }
}
