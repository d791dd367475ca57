package io.millrace.app.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A web server on this machine that behaves as badly as a test wants. */
final class Site implements AutoCloseable {
    /** One request. */
    record Asked(String path, String authorization) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, HttpHandler> pages = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Starts it.
     *
     * @param host a name of this machine's: localhost is another host than 127.0.0.1
     */
    Site(String host) throws IOException {
        server = HttpServer.create(new InetSocketAddress(host, 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    Site() throws IOException {
        this("127.0.0.1");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var target = exchange.getRequestURI().toString();
            var authorization = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(new Asked(target, authorization == null ? "" : authorization));
            var page = pages.getOrDefault(
                    target, pages.getOrDefault(exchange.getRequestURI().getPath(), Site::missing));
            page.handle(exchange);
        }
    }

    private static void missing(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(404, -1);
    }

    /** With or without a query; that with a query goes first. */
    Site page(String path, HttpHandler handler) {
        pages.put(path, handler);
        return this;
    }

    Site page(String path, byte[] bytes) {
        return page(path, exchange -> {
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    Site page(String path, String text) {
        return page(path, text.getBytes(StandardCharsets.UTF_8));
    }

    Site status(String path, int status) {
        return page(path, exchange -> exchange.sendResponseHeaders(status, -1));
    }

    Site redirect(String path, String location) {
        return page(path, exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(302, -1);
        });
    }

    /** Takes the question and says nothing until the site is closed. */
    Site silence(String path) {
        return page(path, exchange -> await(1, TimeUnit.MINUTES));
    }

    /** Says one byte after the other, some milliseconds apart, without end. */
    Site drip(String path) {
        return page(path, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (!await(10, TimeUnit.MILLISECONDS)) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
            }
        });
    }

    /** Sends without end, and without having said how much. */
    Site flood(String path) {
        return page(path, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (closed.getCount() > 0) {
                exchange.getResponseBody().write(new byte[1 << 16]);
            }
        });
    }

    private boolean await(long time, TimeUnit unit) {
        try {
            return closed.await(time, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    URI uri(String path) {
        var address = server.getAddress();
        return URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
