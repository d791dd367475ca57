package io.millrace.sandbox.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An address that can be cut off: passes connections on to a server, or hangs up at once while there is none. */
final class Forwarder implements AutoCloseable {
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Semaphore refused = new Semaphore(0);
    private volatile @Nullable Integer target;

    /** To nobody. */
    Forwarder() throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    String address(String scheme) {
        return scheme + "://" + address();
    }

    /** Returns once somebody has been hung up on, since the start or the last cut. */
    void awaitCaller(Duration patience) throws InterruptedException {
        if (!refused.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("nobody called within " + patience);
        }
    }

    /** @param address host and port on this machine, with or without a scheme */
    void to(String address) {
        target = URI.create(address.contains("//") ? address : "tcp://" + address)
                .getPort();
    }

    void cut() {
        target = null;
        open.forEach(Forwarder::hangUp);
        refused.drainPermits();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException e) {
                cut(); // closed, or the server behind has gone
            }
        }
    }

    private void connect(Socket client) throws IOException {
        var port = target;
        if (port == null) {
            hangUp(client);
            refused.release();
            return;
        }
        open.add(client);
        var behind = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(behind);
        daemon(() -> pump(client, behind));
        daemon(() -> pump(behind, client));
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // cut on purpose
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "forwarder");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
