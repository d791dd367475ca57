package io.millrace.sandbox.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;

/**
 * The main class of the broker's process: formats the storage, runs the server, and ends when its standard input ends.
 *
 * <p>The parent holds the other end of that pipe. Closing it is the order to stop, and the operating system closes it when
 * the parent dies, however it dies: a broker never outlives the program that started it. Arguments: the folder, the
 * cluster id, and how many milliseconds an orderly stop may take.
 */
public final class BrokerProcess {
    private final BrokerFolder folder;
    private final Duration stopWithin;
    private final CountDownLatch parentLetGo = new CountDownLatch(1);

    private BrokerProcess(BrokerFolder folder, Duration stopWithin) {
        this.folder = folder;
        this.stopWithin = stopWithin;
    }

    public static void main(String[] arguments) {
        GroupSignals.ignore();
        var process = new BrokerProcess(
                new BrokerFolder(Path.of(arguments[0])), Duration.ofMillis(Long.parseLong(arguments[2])));
        daemon("watch-parent", process::watchParent);
        try {
            process.run(arguments[1]);
            System.exit(0); // Kafka may leave threads behind that would keep the process alive
        } catch (Exception e) {
            e.printStackTrace(); // to the log in the folder, whose end the parent shows
            System.exit(1);
        }
    }

    private void run(String clusterId) throws IOException, InterruptedException {
        var configuration = folder.configuration().toString();
        var format = new String[] {"format", "--cluster-id", clusterId, "--config", configuration};
        if (StorageTool.execute(format, System.out) != 0) {
            throw new IOException("the storage could not be formatted");
        }
        var properties = new Properties();
        try (var in = Files.newBufferedReader(folder.configuration())) {
            properties.load(in);
        }
        var server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        server.startup();
        folder.markReady();
        parentLetGo.await();
        server.shutdown();
        server.awaitShutdown();
        folder.delete();
    }

    private void watchParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("a broken pipe says the same as a closed one: " + e);
        }
        parentLetGo.countDown();
        daemon("stop-deadline", this::haltWhenOverdue);
    }

    private void haltWhenOverdue() {
        try {
            TimeUnit.MILLISECONDS.sleep(stopWithin.toMillis());
            folder.delete();
        } catch (InterruptedException | IOException e) {
            System.err.println("files of the broker may be left: " + e);
        } finally {
            Runtime.getRuntime().halt(2);
        }
    }

    private static void daemon(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
