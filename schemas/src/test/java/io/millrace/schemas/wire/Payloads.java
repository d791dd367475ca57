package io.millrace.schemas.wire;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** A registry in memory, and payloads of the schemas in it, also such as no encoder would write. */
final class Payloads {
    /** Writes what a test wants, in Avro's binary encoding but without a schema's guard. */
    interface Body {
        void writeTo(BinaryEncoder out) throws IOException;
    }

    private final MockSchemaRegistryClient client = new MockSchemaRegistryClient();
    final SchemaRegistry registry = new SchemaRegistry(client);

    static Schema schema(String json) {
        return new Schema.Parser().parse(json.replace('\'', '"'));
    }

    /** Registers without any check of compatibility. */
    int register(String subject, Schema schema) {
        try {
            return client.register(subject, new AvroSchema(schema));
        } catch (IOException | RestClientException e) {
            throw new IllegalStateException(e);
        }
    }

    AvroDecoder decoder(Schema reader) {
        return new AvroDecoder(registry, reader);
    }

    /** A payload as Avro's own writer makes it. */
    byte[] payload(Schema writer, GenericRecord record) {
        return payload(writer, out -> new GenericDatumWriter<GenericRecord>(writer).write(record, out));
    }

    byte[] payload(Schema writer, Body body) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header(register("any-" + writer.getFullName(), writer)));
        var out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            body.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] header(int id) {
        return new byte[] {0, (byte) (id >> 24), (byte) (id >> 16), (byte) (id >> 8), (byte) id};
    }

    static byte[] random(int length, long seed) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] concat(byte[] first, byte... second) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(first);
        bytes.writeBytes(second);
        return bytes.toByteArray();
    }
}
