package io.millrace.schemas.wire;

import static io.millrace.schemas.wire.Payloads.concat;
import static io.millrace.schemas.wire.Payloads.header;
import static io.millrace.schemas.wire.Payloads.schema;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.DriftTest;
import io.millrace.schemas.transactions.Transaction;
import io.millrace.schemas.wire.Decoded.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What anybody may send. Reading it yields a verdict, and memory only in proportion to the bytes sent. */
class HostileBytesTest {
    /** What reading may allocate apart from the payload's size: verdict, text, room made ahead for nested arrays. */
    private static final long BASE_BYTES = 256 * 1024;

    /** The densest honest payload: one byte that becomes one boxed item in one map entry. */
    private static final long BYTES_PER_BYTE = 200;

    private static final long BILLION = 1_000_000_000L;

    private static final Schema TREE = schema("{'type':'record','name':'Tree','fields':["
            + "{'name':'children','type':{'type':'array','items':'Tree'}}]}");
    private static final Schema CHAIN =
            schema("{'type':'record','name':'Chain','fields':[{'name':'next','type':['null','Chain']}]}");
    private static final Schema NULLS = schema(
            "{'type':'record','name':'Nulls','fields':[{'name':'items','type':{'type':'array','items':'null'}}]}");
    private static final Schema MAPS = schema("{'type':'record','name':'Maps','fields':["
            + "{'name':'m','type':{'type':'map','values':{'type':'map','values':{'type':'map','values':'int'}}}}]}");

    private final Payloads payloads = new Payloads();
    private final DriftStatistic statistic = DriftStatistic.newBuilder()
            .setPipeline("transactions")
            .setFeature("amount")
            .setWindowStart(Instant.ofEpochMilli(0))
            .setWindowEnd(Instant.ofEpochMilli(3_600_000))
            .setReferenceCount(10_000)
            .setCurrentCount(500)
            .setModelVersion("3")
            .setTests(List.of(
                    new DriftTest("psi", "sum((c - r) * ln(c / r))", 0.31, 0.25, true, 0.001, false, null),
                    new DriftTest("mean-shift", "", null, 1.0, false, null, false, "too few rows")))
            .setOtherStatistics(Map.of())
            .setDistribution(List.of())
            .build();
    private final Schema statisticSchema = DriftStatistic.getClassSchema();
    private byte[] valid = {};

    @BeforeEach
    void encodeAValidPayload() {
        valid = new AvroEncoder(payloads.register("drift-value", statisticSchema), statisticSchema).encode(statistic);
    }

    @Test
    void everyPrefixOfAPayloadIsMalformed() {
        var decoder = payloads.decoder(statisticSchema);

        for (int length = 0; length < valid.length; length++) {
            assertFault(decoder.decode(Arrays.copyOf(valid, length)), Fault.MALFORMED);
        }
        assertThat(decoder.decode(valid)).isInstanceOf(Decoded.Value.class);
    }

    @Test
    void oneByteMoreIsMalformed() {
        assertFault(payloads.decoder(statisticSchema).decode(concat(valid, (byte) 0)), Fault.MALFORMED);
    }

    @Test
    void noMutationThrowsOrAllocatesMuch() {
        var decoder = payloads.decoder(statisticSchema);
        var random = new Random(20_261_121);
        int values = 0;
        int faults = 0;

        for (int i = 0; i < 20_000; i++) {
            var mutant = mutated(valid, random);

            var decoded = decodedWithinBounds(decoder, mutant);

            if (decoded instanceof Decoded.Value) {
                values++;
            } else {
                faults++;
            }
        }

        // both must occur, or the mutations were no test
        assertThat(values).isGreaterThan(100);
        assertThat(faults).isGreaterThan(10_000);
    }

    @Test
    void randomBytesBehindAValidHeaderAreAVerdict() {
        var decoder = payloads.decoder(statisticSchema);
        var head = Arrays.copyOf(valid, WireFormat.HEADER_BYTES);

        for (int seed = 0; seed < 5_000; seed++) {
            decodedWithinBounds(decoder, concat(head, Payloads.random(seed % 300, seed)));
        }
    }

    @Test
    void aMegabyteOfRandomBytesIsMalformed() {
        var noise = Payloads.random(1 << 20, 1);
        var decoder = payloads.decoder(statisticSchema);
        noise[0] = 42;

        assertFault(decodedWithinBounds(decoder, noise), Fault.MALFORMED);
        assertFault(
                decodedWithinBounds(decoder, concat(Arrays.copyOf(valid, WireFormat.HEADER_BYTES), noise)),
                Fault.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE, 1L << 31, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void aLengthBeyondTheBytesIsMalformed(long length) {
        assertMalformed(Transaction.getClassSchema(), out -> out.writeLong(length));
    }

    @ParameterizedTest
    @ValueSource(longs = {BILLION, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, -BILLION})
    void aCountBeyondTheBytesIsMalformed(long count) {
        assertMalformed(TREE, out -> {
            out.writeLong(count);
            out.writeLong(0);
        });
        assertMalformed(NULLS, out -> {
            out.writeLong(count);
            out.writeLong(0);
        });
        assertMalformed(MAPS, out -> {
            out.writeLong(count);
            out.writeLong(0);
        });
    }

    @Test
    void itemsWithoutBytesAreReadToTheLimitAndNotBeyond() {
        long limit = BoundedDecoder.ZERO_BYTE_ITEMS;
        var decoder = payloads.decoder(NULLS);

        assertThat(decodedWithinBounds(decoder, payloads.payload(NULLS, out -> nulls(out, limit))))
                .isInstanceOf(Decoded.Value.class);
        assertFault(
                decodedWithinBounds(decoder, payloads.payload(NULLS, out -> nulls(out, limit + 10))), Fault.MALFORMED);
    }

    @Test
    void manyBlocksOfItemsWithoutBytesAreMalformed() {
        assertMalformed(NULLS, out -> {
            for (int block = 0; block < 10_000; block++) {
                out.writeLong(1000);
            }
            out.writeLong(0);
        });
    }

    @Test
    void aMapBombIsMalformed() {
        assertMalformed(MAPS, out -> {
            for (int level = 0; level < 3; level++) {
                out.writeLong(BILLION);
                out.writeString("k");
            }
        });
        // a claim at every level that the bytes behind it could just bear, and then do not
        assertMalformed(MAPS, out -> {
            for (int i = 0; i < 1000; i++) {
                out.writeLong(300);
                out.writeString("k" + i);
            }
        });
    }

    @Test
    void aTreeOfClaimsIsMalformed() {
        assertMalformed(TREE, out -> {
            for (int level = 0; level < 100_000; level++) {
                out.writeLong(1000);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 1_000_000})
    void nestingTooDeepIsMalformed(int depth) {
        assertMalformed(CHAIN, out -> chain(out, depth));
        assertMalformed(TREE, out -> tree(out, depth));
    }

    @Test
    void nestingIsReadToTheLimitAndNotBeyond() {
        var decoder = payloads.decoder(CHAIN);
        int limit = BoundedDecoder.MAX_DEPTH;

        assertThat(decoder.decode(payloads.payload(CHAIN, out -> chain(out, limit - 1))))
                .isInstanceOf(Decoded.Value.class);
        assertFault(decoder.decode(payloads.payload(CHAIN, out -> chain(out, limit))), Fault.MALFORMED);
    }

    @Test
    void whatIsSkippedIsBoundedLikewise() {
        var wide = schema("{'type':'record','name':'Narrow','fields':[{'name':'tree','type':" + TREE
                + "},{'name':'chain','type':" + CHAIN + "},{'name':'nulls','type':" + NULLS
                + "},{'name':'side','type':{'type':'enum','name':'Side','symbols':['LEFT']}}]}");
        var decoder = payloads.decoder(schema("{'type':'record','name':'Narrow','fields':[]}"));

        assertThat(decoder.decode(payloads.payload(wide, out -> {
                    tree(out, 20);
                    chain(out, 20);
                    nulls(out, 20);
                    out.writeEnum(0);
                })))
                .isInstanceOf(Decoded.Value.class);
        for (Payloads.Body hostile : List.<Payloads.Body>of(
                out -> tree(out, 100_000),
                out -> {
                    tree(out, 1);
                    chain(out, 100_000);
                },
                out -> {
                    tree(out, 1);
                    chain(out, 1);
                    nulls(out, BILLION);
                },
                out -> {
                    tree(out, 1);
                    out.writeIndex(2);
                },
                out -> {
                    tree(out, 1);
                    chain(out, 1);
                    nulls(out, 1);
                    out.writeEnum(1);
                })) {
            assertFault(decodedWithinBounds(decoder, payloads.payload(wide, hostile)), Fault.MALFORMED);
        }
    }

    @Test
    void aHugeFixedIsMalformed() {
        assertMalformed(
                schema("{'type':'record','name':'Big','fields':[{'name':'f','type':"
                        + "{'type':'fixed','name':'Huge','size':2000000000}}]}"),
                out -> out.writeLong(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void anIndexOutOfRangeIsMalformed(int index) {
        var turn = schema("{'type':'record','name':'Turn','fields':[{'name':'side','type':"
                + "{'type':'enum','name':'Side','symbols':['LEFT','RIGHT']}}]}");

        assertMalformed(CHAIN, out -> out.writeIndex(index));
        assertMalformed(turn, out -> out.writeEnum(index));
    }

    @Test
    void otherFormatsAreMalformed() throws IOException {
        var decoder = payloads.decoder(statisticSchema);
        var head = Arrays.copyOf(valid, WireFormat.HEADER_BYTES);
        var json = "{\"pipeline\":\"transactions\",\"feature\":\"amount\"}".getBytes(StandardCharsets.UTF_8);
        var protobuf = new byte[] {0x0a, 0x0c, 't', 'r', 'a', 'n', 's', 'a', 'c', 't', 'i', 'o', 'n', 's', 0x10, 0x01};

        for (var foreign : List.of(json, gzip(valid), protobuf)) {
            assertFault(decodedWithinBounds(decoder, foreign), Fault.MALFORMED);
            assertFault(decodedWithinBounds(decoder, concat(head, foreign)), Fault.MALFORMED);
        }
        // Confluent's own Protobuf payloads differ from Avro's only by what their id means
        assertFault(decodedWithinBounds(decoder, concat(header(999), protobuf)), Fault.UNKNOWN_SCHEMA);
    }

    @Test
    void aFaultLeavesNothingBehind() {
        var decoder = payloads.decoder(CHAIN);
        var good = payloads.payload(CHAIN, out -> chain(out, 100));

        for (int i = 0; i < 10; i++) {
            assertFault(decoder.decode(payloads.payload(CHAIN, out -> chain(out, 10_000))), Fault.MALFORMED);
            assertThat(decoder.decode(good)).isInstanceOf(Decoded.Value.class);
        }
    }

    private void assertMalformed(Schema schema, Payloads.Body body) {
        assertFault(decodedWithinBounds(payloads.decoder(schema), payloads.payload(schema, body)), Fault.MALFORMED);
    }

    private static void assertFault(Decoded decoded, Fault fault) {
        assertThat(decoded).isInstanceOfSatisfying(Decoded.Malformed.class, malformed -> assertThat(malformed.fault())
                .isEqualTo(fault));
    }

    private static Decoded decodedWithinBounds(AvroDecoder decoder, byte[] payload) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        var decoded = decoder.decode(payload);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(BASE_BYTES + BYTES_PER_BYTE * payload.length);
        return decoded;
    }

    private static byte[] mutated(byte[] original, Random random) {
        var mutant = original.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = WireFormat.HEADER_BYTES + random.nextInt(mutant.length - WireFormat.HEADER_BYTES);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) random.nextInt();
                case 2 -> mutant = without(mutant, at);
                default -> mutant = with(mutant, at, (byte) random.nextInt());
            }
        }
        return mutant;
    }

    private static byte[] without(byte[] bytes, int at) {
        return concat(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + 1, bytes.length));
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        return concat(concat(Arrays.copyOf(bytes, at), value), Arrays.copyOfRange(bytes, at, bytes.length));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static void nulls(BinaryEncoder out, long count) throws IOException {
        out.writeLong(count);
        out.writeLong(0);
    }

    /** Records in a record, {@code depth} besides the outermost. */
    private static void chain(BinaryEncoder out, int depth) throws IOException {
        for (int i = 0; i < depth; i++) {
            out.writeIndex(1);
        }
        out.writeIndex(0);
    }

    /** A tree that never branches. */
    private static void tree(BinaryEncoder out, int depth) throws IOException {
        for (int i = 0; i < depth; i++) {
            out.writeLong(1);
        }
        for (int i = 0; i <= depth; i++) {
            out.writeLong(0);
        }
    }
}
