package io.millrace.sandbox.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The temporary folder that a broker's process and its parent share.
 *
 * <pre>
 * server.properties   written by the parent
 * data/               the broker's logs, in Kafka's sense
 * broker.log          what the process printed
 * ready               made by the process once it serves
 * </pre>
 */
record BrokerFolder(Path path) {
    private static final int TAIL_BYTES = 8_192;
    private static final int TAIL_LINES = 40;

    static BrokerFolder create() {
        try {
            return new BrokerFolder(Files.createTempDirectory("millrace-broker-"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for the broker", e);
        }
    }

    Path data() {
        return path.resolve("data");
    }

    Path log() {
        return path.resolve("broker.log");
    }

    Path configuration() {
        return path.resolve("server.properties");
    }

    void configure(Map<String, String> server) {
        var properties = new Properties();
        properties.putAll(server);
        try (var out = Files.newBufferedWriter(configuration())) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isReady() {
        return Files.exists(path.resolve("ready"));
    }

    void markReady() throws IOException {
        Files.createFile(path.resolve("ready"));
    }

    /** The last lines of the log; empty when there are none. */
    String logTail() {
        try (var file = Files.newByteChannel(log())) {
            file.position(Math.max(0, file.size() - TAIL_BYTES));
            var text = StandardCharsets.UTF_8.decode(
                    ByteBuffer.wrap(Channels.newInputStream(file).readAllBytes()));
            var lines = text.toString().lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** Removes the folder with all that is in it. Process and parent may both do so, even at the same time. */
    void delete() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                return unlessGone(failure);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    return unlessGone(failure);
                }
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }

            private FileVisitResult unlessGone(IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }
}
