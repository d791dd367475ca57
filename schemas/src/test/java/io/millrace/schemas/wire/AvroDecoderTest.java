package io.millrace.schemas.wire;

import static io.millrace.schemas.wire.Payloads.concat;
import static io.millrace.schemas.wire.Payloads.header;
import static io.millrace.schemas.wire.Payloads.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.millrace.schemas.registry.RegistryUnavailableException;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.transactions.Customer;
import io.millrace.schemas.transactions.Transaction;
import io.millrace.schemas.wire.Decoded.Fault;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.RandomData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroDecoderTest {
    private static final Schema READING =
            schema("{'type':'record','name':'Reading','fields':[{'name':'id','type':'string'},"
                    + "{'name':'at','type':{'type':'long','logicalType':'timestamp-millis'}},"
                    + "{'name':'value','type':'double'}]}");

    /** One of everything. */
    private static final Schema RICH = schema("{'type':'record','name':'Rich','fields':["
            + "{'name':'flag','type':'boolean'},{'name':'small','type':'int'},{'name':'big','type':'long'},"
            + "{'name':'single','type':'float'},{'name':'text','type':['null','string'],'default':null},"
            + "{'name':'raw','type':'bytes'},{'name':'key','type':{'type':'fixed','name':'Key','size':4}},"
            + "{'name':'side','type':{'type':'enum','name':'Side','symbols':['LEFT','RIGHT']}},"
            + "{'name':'tags','type':{'type':'map','values':'string'}},"
            + "{'name':'steps','type':{'type':'array','items':{'type':'record','name':'Step','fields':["
            + "{'name':'n','type':'int'},{'name':'next','type':['null','Step']}]}}}]}");

    /**
     * What the reader of the rich record came to want: fields reordered, promoted, dropped, added with defaults. The weight
     * may be null because Avro 1.12.2 refuses short arrays whose items got a wide field by default.
     */
    private static final Schema RICHER = schema("{'type':'record','name':'Rich','fields':["
            + "{'name':'tags','type':{'type':'map','values':'string'}},"
            + "{'name':'extra','type':{'type':'array','items':'string'},'default':['a','b']},"
            + "{'name':'small','type':'double'},{'name':'big','type':['null','float']},"
            + "{'name':'label','type':'string','default':'none'},"
            + "{'name':'blob','type':'bytes','default':'\\u00ff'},"
            + "{'name':'text','type':['null','string']},"
            + "{'name':'steps','type':{'type':'array','items':{'type':'record','name':'Step','fields':["
            + "{'name':'next','type':['null','Step']},{'name':'weight','type':['double','null'],'default':1.5}]}}}]}");

    private final Payloads payloads = new Payloads();

    @Test
    void readsARecordWithItsStringsAsStringsAndItsTimesAsMilliseconds() {
        var record = reading("a", 1_700_000_000_000L, 2.5);

        var decoded = payloads.decoder(READING).decode(payloads.payload(READING, record));

        assertThat(value(decoded).get("id")).isEqualTo("a").isInstanceOf(String.class);
        assertThat(value(decoded).get("at")).isEqualTo(1_700_000_000_000L);
        assertThat(value(decoded).get("value")).isEqualTo(2.5);
        assertThat(value(decoded).getSchema()).isSameAs(READING);
    }

    @Test
    void readsWhatAvroItselfReads() throws IOException {
        var reader = withJavaStrings(RICH);
        var decoder = payloads.decoder(reader);
        for (var random : new RandomData(RICH, 500, 7)) {
            var payload = payloads.payload(RICH, (GenericRecord) random);

            assertThat(value(decoder.decode(payload))).isEqualTo(readByAvro(payload, RICH, reader));
        }
    }

    @Test
    void resolvesAnOlderFormAsAvroItselfDoes() throws IOException {
        var reader = withJavaStrings(RICHER);
        var decoder = payloads.decoder(reader);
        for (var random : new RandomData(RICH, 500, 11)) {
            var payload = payloads.payload(RICH, (GenericRecord) random);

            var decoded = value(decoder.decode(payload));

            assertThat(decoded).isEqualTo(readByAvro(payload, RICH, reader));
            assertThat(decoded.get("label")).isInstanceOf(String.class);
            assertThat((List<?>) decoded.get("extra")).hasOnlyElementsOfType(String.class);
        }
    }

    /** As it was written. */
    private static final Schema WRITTEN = schema("{'type':'record','name':'Row','fields':["
            + "{'name':'skipped','type':'string'},{'name':'a','type':['null','double']},{'name':'b','type':'float'},"
            + "{'name':'c','type':['null','int']},{'name':'d','type':'boolean'},{'name':'e','type':['long','null']},"
            + "{'name':'f','type':'long'},{'name':'text','type':'string'}]}");

    /** As it is read, numbers in another order. */
    private static final Schema ROW = schema("{'type':'record','name':'Row','fields':[{'name':'text','type':'string'},"
            + "{'name':'f','type':'float'},{'name':'e','type':['null','double']},{'name':'d','type':'boolean'},"
            + "{'name':'c','type':['null','long']},{'name':'b','type':'double'},{'name':'a','type':['null','double']},"
            + "{'name':'g','type':['null','double'],'default':null},{'name':'h','type':'int','default':7}]}");

    private static final NumberFields NUMBERS = new NumberFields(1, 8);

    @Test
    void readsNumbersAsTheDoublesThatTheirObjectsAre() {
        var boxed = payloads.decoder(ROW);
        var decoder = AvroDecoder.ofNumbers(payloads.registry, ROW, NUMBERS);
        int missing = 0;
        for (var random : new RandomData(WRITTEN, 500, 5)) {
            var payload = payloads.payload(WRITTEN, (GenericRecord) random);

            var record = (NumberRecord) value(decoder.decode(payload));

            var expected = value(boxed.decode(payload));
            assertThat(record.get("text")).isEqualTo(expected.get("text"));
            for (int i = 0; i < NUMBERS.count(); i++) {
                Double number = number(expected.get(NUMBERS.first() + i));
                missing += number.isNaN() ? 1 : 0;
                assertThat(record.numbers()[i]).isEqualTo(number);
                assertThat(record.get(NUMBERS.first() + i)).isEqualTo(number);
            }
        }
        assertThat(missing).isGreaterThan(500).isLessThan(500 * NUMBERS.count()); // g always, others sometimes
    }

    @Test
    void aDecoderOfNumbersFindsTheSameFaults() {
        var boxed = payloads.decoder(ROW);
        var decoder = AvroDecoder.ofNumbers(payloads.registry, ROW, NUMBERS);
        var random = new Random(6);
        int faults = 0;
        for (var row : new RandomData(WRITTEN, 2_000, 9)) {
            byte[] payload = payloads.payload(WRITTEN, (GenericRecord) row);
            payload[WireFormat.HEADER_BYTES + random.nextInt(payload.length - WireFormat.HEADER_BYTES)] =
                    (byte) random.nextInt(256);
            var expected = boxed.decode(payload);

            var decoded = decoder.decode(payload);

            if (expected instanceof Decoded.Malformed) {
                faults++;
                assertThat(decoded).isEqualTo(expected);
            } else {
                assertThat(decoded).isInstanceOf(Decoded.Value.class);
            }
        }
        assertThat(faults).isBetween(100, 1_900);
    }

    @Test
    void whatIsNoNumberIsNotReadAsOne() {
        var text = payloads.payload(READING, reading("a", 1, 2));
        var wanted = schema("{'type':'record','name':'Reading','fields':[{'name':'id','type':'double'}]}");

        var decoded = AvroDecoder.ofNumbers(payloads.registry, wanted, new NumberFields(0, 1))
                .decode(text);

        assertThat(decoded).isInstanceOfSatisfying(Decoded.Malformed.class, malformed -> assertThat(malformed.fault())
                .isEqualTo(Fault.INCOMPATIBLE_SCHEMA));
    }

    private static Double number(@Nullable Object value) {
        if (value == null) {
            return Double.NaN;
        }
        return value instanceof Boolean flag ? (flag ? 1.0 : 0.0) : ((Number) value).doubleValue();
    }

    @Test
    void noTwoRecordsShareADefaultThatCanBeChanged() {
        var decoder = payloads.decoder(RICHER);
        var payload = payloads.payload(
                RICH, (GenericRecord) new RandomData(RICH, 1, 3).iterator().next());
        var first = value(decoder.decode(payload));

        ((List<?>) first.get("extra")).clear();
        ((ByteBuffer) first.get("blob")).put(0, (byte) 1);

        assertThat((List<?>) value(decoder.decode(payload)).get("extra")).hasSize(2);
        assertThat(value(decoder.decode(payload)).get("blob")).isEqualTo(ByteBuffer.wrap(new byte[] {(byte) 0xff}));
    }

    @Test
    void mapKeysAreStrings() {
        var tagged = schema("{'type':'record','name':'Tagged','fields':["
                + "{'name':'tags','type':{'type':'map','values':'int'}}]}");
        var record = new GenericData.Record(tagged);
        record.put("tags", Map.of("k", 1));

        var decoded = payloads.decoder(tagged).decode(payloads.payload(tagged, record));

        assertThat(value(decoded).get("tags")).isEqualTo(Map.of("k", 1));
    }

    @Test
    void followsAnAliasOfTheReader() {
        var renamed = schema("{'type':'record','name':'Measurement','aliases':['Reading'],'fields':["
                + "{'name':'name','aliases':['id'],'type':'string'}]}");

        var decoded = payloads.decoder(renamed).decode(payloads.payload(READING, reading("a", 1, 2)));

        assertThat(value(decoded).get("name")).isEqualTo("a");
    }

    @Test
    void tellsATombstoneFromBytes() {
        assertThat(payloads.decoder(READING).decode(null))
                .isEqualTo(new Decoded.Malformed(Fault.NULL_VALUE, "no value"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void refusesLessThanAHeader(int length) {
        assertFault(payloads.decoder(READING).decode(new byte[length]), Fault.MALFORMED, length + " bytes");
    }

    @Test
    void refusesAnotherMagicByte() {
        var payload = payloads.payload(READING, reading("a", 1, 2));
        payload[0] = 1;

        assertFault(payloads.decoder(READING).decode(payload), Fault.MALFORMED, "byte 0: 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 4711})
    void reportsAnIdThatTheRegistryDoesNotKnow(int id) {
        var payload = concat(header(id), (byte) 0);

        assertFault(payloads.decoder(READING).decode(payload), Fault.UNKNOWN_SCHEMA, String.valueOf(id));
    }

    @Test
    void readsAnIdThatIsRegisteredAfterItWasFirstMet() {
        var decoder = payloads.decoder(READING);
        int next = payloads.register("other", Transaction.getClassSchema()) + 1;
        var payload = concat(header(next), (byte) 2, (byte) 'a', (byte) 2, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
        payload = concat(payload, new byte[4]);
        assertFault(decoder.decode(payload), Fault.UNKNOWN_SCHEMA, String.valueOf(next));

        assertThat(payloads.register("readings", READING)).isEqualTo(next);

        assertThat(value(decoder.decode(payload)).get("id")).isEqualTo("a");
    }

    @Test
    void refusesTheSchemaOfAnotherSubject() {
        var id = payloads.register("customers-value", Customer.getClassSchema());

        var decoded = payloads.decoder(Transaction.getClassSchema()).decode(concat(header(id), (byte) 0));

        assertFault(decoded, Fault.INCOMPATIBLE_SCHEMA, "Customer");
    }

    @Test
    void refusesAnotherRecordEvenIfItsFieldsWouldFit() {
        var lenient = schema(
                "{'type':'record','name':'Lenient','fields':[" + "{'name':'id','type':'string','default':'none'}]}");

        var decoded = payloads.decoder(lenient).decode(payloads.payload(READING, reading("a", 1, 2)));

        assertFault(decoded, Fault.INCOMPATIBLE_SCHEMA, "written as Reading, wanted as Lenient");
    }

    @Test
    void refusesAWriterWithoutAFieldThatHasNoDefault() {
        var stricter = schema("{'type':'record','name':'Reading','fields':[{'name':'unit','type':'string'}]}");

        var decoded = payloads.decoder(stricter).decode(payloads.payload(READING, reading("a", 1, 2)));

        assertFault(decoded, Fault.INCOMPATIBLE_SCHEMA, "missing required field unit");
    }

    @Test
    void readsAUnionExceptForTheBranchThatHasNoCounterpart() {
        var either = schema("{'type':'record','name':'Reading','fields':[{'name':'id','type':['null','string']}]}");
        var text = schema("{'type':'record','name':'Reading','fields':[{'name':'id','type':'string'}]}");
        var decoder = payloads.decoder(text);

        var present = decoder.decode(payloads.payload(either, out -> {
            out.writeIndex(1);
            out.writeString("a");
        }));
        var absent = decoder.decode(payloads.payload(either, out -> out.writeIndex(0)));

        assertThat(value(present).get("id")).isEqualTo("a");
        assertFault(absent, Fault.INCOMPATIBLE_SCHEMA, "null");
    }

    @Test
    void readsAnEnumExceptForTheSymbolThatHasNoCounterpart() {
        var writer = sides("'LEFT','RIGHT','BOTH'");
        var decoder = payloads.decoder(sides("'RIGHT','LEFT'"));

        assertThat(value(decoder.decode(payloads.payload(writer, out -> out.writeEnum(0))))
                        .get("side"))
                .hasToString("LEFT");
        assertFault(
                decoder.decode(payloads.payload(writer, out -> out.writeEnum(2))),
                Fault.INCOMPATIBLE_SCHEMA,
                "no symbol BOTH");
    }

    @Test
    void refusesASchemaNestedTooDeeplyToBeResolved() {
        var writer = Schema.createRecord("R0", null, null, false, List.of());
        for (int i = 1; i < 20_000; i++) {
            writer = Schema.createRecord("R" + i, null, null, false, List.of(new Schema.Field("r", writer)));
        }
        var deepest = writer;
        var reader = schema("{'type':'record','name':'R19999','fields':[]}");

        assertThatThrownBy(() -> Resolution.of(deepest, reader))
                .isInstanceOf(UnresolvableSchemaException.class)
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void anOutageIsNotTheRecordsFault() {
        var client = new FlakyClient();
        var decoder = new AvroDecoder(new SchemaRegistry(client), READING);
        var payload = payloads.payload(READING, reading("a", 1, 2));

        client.outage = new SocketTimeoutException("Read timed out");
        assertThatThrownBy(() -> decoder.decode(payload))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("Read timed out");

        client.outage = null;
        assertThat(value(decoder.decode(payload)).get("id")).isEqualTo("a");

        client.outage = new SocketTimeoutException("Read timed out");
        assertThat(value(decoder.decode(payload)).get("id")).isEqualTo("a");
        assertThat(client.asked).isEqualTo(2);
    }

    @Test
    void anUnreadableSchemaIsWorkedOutOnce() {
        var client = new FlakyClient();
        var decoder = new AvroDecoder(new SchemaRegistry(client), Customer.getClassSchema());
        var payload = payloads.payload(READING, reading("a", 1, 2));

        var first = decoder.decode(payload);
        var second = decoder.decode(payload);

        assertThat(second).isEqualTo(first);
        assertThat(client.asked).isEqualTo(1);
    }

    @Test
    void keepsItsSchemasApartWhenIdsAlternate() {
        var decoder = payloads.decoder(READING);
        var shorter = schema("{'type':'record','name':'Reading','fields':[{'name':'value','type':'double'},"
                + "{'name':'at','type':'long'},{'name':'id','type':'string'}]}");
        var straight = payloads.payload(READING, reading("straight", 1, 2));
        var turned = payloads.payload(
                shorter,
                new GenericRecordBuilder(shorter)
                        .set("id", "turned")
                        .set("at", 1L)
                        .set("value", 2.0)
                        .build());

        for (int i = 0; i < 3; i++) {
            assertThat(value(decoder.decode(straight)).get("id")).isEqualTo("straight");
            assertThat(value(decoder.decode(turned)).get("id")).isEqualTo("turned");
        }
    }

    @Test
    void wantsARecordSchema() {
        assertThatThrownBy(() -> payloads.decoder(Schema.create(Schema.Type.STRING)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a record schema");
    }

    /** Knows one schema under every id, unless there is an outage. */
    private static final class FlakyClient extends MockSchemaRegistryClient {
        private @Nullable IOException outage;
        private int asked;

        @Override
        public ParsedSchema getSchemaById(int id) throws IOException, RestClientException {
            asked++;
            if (outage != null) {
                throw outage;
            }
            return new AvroSchema(READING);
        }
    }

    private static Schema sides(String symbols) {
        return schema("{'type':'record','name':'Turn','fields':[{'name':'side','type':"
                + "{'type':'enum','name':'Side','symbols':[" + symbols + "]}}]}");
    }

    private static GenericRecord reading(String id, long at, double value) {
        var record = new GenericData.Record(READING);
        record.put("id", id);
        record.put("at", at);
        record.put("value", value);
        return record;
    }

    private static GenericRecord readByAvro(byte[] payload, Schema writer, Schema reader) throws IOException {
        return new GenericDatumReader<GenericRecord>(writer, reader)
                .read(null, DecoderFactory.get().binaryDecoder(payload, 5, payload.length - 5, null));
    }

    /** Marked so that Avro's own reader, which is compared with, yields Strings too. */
    private static Schema withJavaStrings(Schema schema) {
        var mark = "\"avro.java.string\":\"String\"";
        return new Schema.Parser()
                .parse(schema.toString()
                        .replace("\"string\"", "{\"type\":\"string\"," + mark + "}")
                        .replace("\"type\":\"map\"", "\"type\":\"map\"," + mark));
    }

    private static GenericRecord value(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Value.class);
        return ((Decoded.Value) decoded).record();
    }

    private static void assertFault(Decoded decoded, Fault fault, String detail) {
        assertThat(decoded).isInstanceOfSatisfying(Decoded.Malformed.class, malformed -> {
            assertThat(malformed.fault()).isEqualTo(fault);
            assertThat(malformed.detail()).contains(detail);
        });
    }
}
