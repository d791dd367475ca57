package io.millrace.sandbox.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The server properties of a sandbox broker: one node that is broker and controller, small and quick to react. */
final class ServerProperties {
    private ServerProperties() {}

    static Map<String, String> of(Ports ports, Path data, Map<String, String> overrides) {
        var properties = new TreeMap<String, String>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + ports.controller());
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("listeners", "CLIENTS://" + ports.bootstrap() + ",CONTROLLER://127.0.0.1:" + ports.controller());
        properties.put("advertised.listeners", "CLIENTS://" + ports.bootstrap());
        properties.put("inter.broker.listener.name", "CLIENTS");
        properties.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", data.toString());

        // A topic that nobody created is a mistake, here as in production.
        properties.put("auto.create.topics.enable", "false");

        // One node: nothing can be replicated, and the internal topics need no room for a cluster.
        for (var topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            properties.put(topic + ".replication.factor", "1");
            properties.put(topic + ".num.partitions", "3");
        }
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");

        // A group starts at once, and a member that was killed is missed after seconds instead of 45.
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("group.streams.initial.rebalance.delay.ms", "0");
        for (var protocol : new String[] {"group.streams", "group.consumer"}) {
            properties.put(protocol + ".min.heartbeat.interval.ms", "1000");
            properties.put(protocol + ".heartbeat.interval.ms", "2000");
            properties.put(protocol + ".min.session.timeout.ms", "6000");
            properties.put(protocol + ".session.timeout.ms", "10000");
        }

        // Reference rows carry simulated time, which may lie years back: retention by time would delete them at once.
        properties.put("log.retention.ms", "-1");

        // The defaults are for servers: 128 MiB for the log cleaner alone, and 10 MiB for every index file.
        properties.put("log.cleaner.dedupe.buffer.size", "8388608");
        properties.put("log.index.size.max.bytes", "1048576");
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "4");

        properties.putAll(overrides);
        return properties;
    }
}
