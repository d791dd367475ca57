package io.millrace.enrich.topology;

import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.schemas.registry.SchemaRegistry;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;

/** Topics between stages of one plan. */
record Hops(FeaturePlan plan, SchemaRegistry registry) {
    /** How the event of a message is keyed for the stage it travels to. */
    interface EventKey {
        byte[] of(byte[] before, HopMessage.Passing passing);
    }

    /** Sends events by another key, over a topic of the name {@code by-<name>}. */
    KStream<byte[], HopMessage> byKey(KStream<byte[], HopMessage> messages, String name, EventKey key) {
        var keyed = messages.selectKey(
                (before, message) -> message instanceof HopMessage.Passing passing ? key.of(before, passing) : before,
                Named.as("key-by-" + name));
        return over(keyed, "by-" + name);
    }

    /** Sends messages by the key they have. */
    KStream<byte[], HopMessage> over(KStream<byte[], HopMessage> messages, String topic) {
        return messages.repartition(Repartitioned.<byte[], HopMessage>as(topic)
                .withKeySerde(Serdes.ByteArray())
                .withValueSerde(new EnvelopeSerde(plan, registry))
                .withStreamPartitioner(new HopPartitioner()));
    }
}
