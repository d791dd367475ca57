package io.millrace.app.topology;

import io.millrace.schemas.deadletter.DeadLetter;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.time.Clock;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The dead-letter topic of a pipeline.
 *
 * @param schemaId registered id of the dead-letter contract
 */
public record DeadLetters(String pipeline, String topic, int schemaId, Clock clock, ScoringListener listener) {

    /** With the contract registered for the topic. */
    public static DeadLetters register(
            String pipeline, String topic, SchemaRegistry registry, Clock clock, ScoringListener listener)
            throws IncompatibleSchemaException {
        int id = registry.register(SchemaRegistry.valueSubject(topic), DeadLetter.getClassSchema());
        return new DeadLetters(pipeline, topic, id, clock, listener);
    }

    /**
     * Ends a stream of refusals in the topic. Streams of different sub-topologies end one by one: merging them would tie their
     * sub-topologies together.
     *
     * @param from where they are refused, for the names of the operators
     */
    public void write(String from, KStream<byte[], Refusal> refusals) {
        refusals.process(() -> new DeadLetterEncoder(this), Named.as("encode-dead-letter-" + from))
                .to(
                        topic,
                        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("write-dead-letters-" + from));
    }
}
