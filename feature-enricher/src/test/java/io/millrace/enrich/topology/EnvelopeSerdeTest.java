package io.millrace.enrich.topology;

import static io.millrace.enrich.Payments.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.millrace.enrich.Payments;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.progress.Watermark;
import io.millrace.schemas.registry.SchemaRegistry;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/** Events are carried whole: see {@link EnrichmentTopologyTest} and {@link HoldingTest}. */
class EnvelopeSerdeTest {
    private final EnvelopeSerde serde = new EnvelopeSerde(
            FeaturePlan.compile(Payments.twoStations()), new SchemaRegistry(new MockSchemaRegistryClient()));

    private byte[] write(HopMessage message) {
        return serde.serializer().serialize("hop", message);
    }

    private HopMessage read(byte[] bytes) {
        return serde.deserializer().deserialize("hop", bytes);
    }

    @Test
    void carriesEveryWatermark() {
        for (Watermark.Of of : Watermark.Of.values()) {
            for (boolean idle : new boolean[] {false, true}) {
                for (long time : new long[] {Watermark.UNKNOWN, 0, NOON.toEpochMilli()}) {
                    var message = new HopMessage.Announced(new Watermark(of, 300, time, idle));
                    assertThat(read(write(message))).isEqualTo(message);
                }
            }
        }
    }

    @Test
    void carriesWhatBecameOfAnEvent() {
        var watermark = new Watermark(Watermark.Of.LABELS, 1, 7, false);
        double[][] entries = {{1, Double.NaN}, {}, {0.1}};

        var read = (HopMessage.Labelled) read(write(new HopMessage.Labelled(3, 5, 9, entries, watermark)));

        assertThat(read.partition()).isEqualTo(3);
        assertThat(read.timeMillis()).isEqualTo(5);
        assertThat(read.countsFromMillis()).isEqualTo(9);
        assertThat(read.watermark()).isEqualTo(watermark);
        assertThat(Arrays.deepToString(read.entries())).isEqualTo(Arrays.deepToString(entries));
    }

    @Test
    void isTheFormThatIsDocumented() {
        var watermark = new Watermark(Watermark.Of.LABELS, 2, 3, true);

        assertThat(write(new HopMessage.Announced(watermark))).containsExactly(2, 2, 3, 2, 6);
        assertThat(write(new HopMessage.Labelled(HopMessage.Labelled.BY_KEY, 4, 5, new double[][] {{0.0}}, watermark)))
                .containsExactly(2, 1, 3, 2, 6, 1, 8, 10, 1, 1, 0);
    }

    @Test
    void refusesOtherVersionsAndKinds() {
        assertThatThrownBy(() -> read(new byte[] {1, 2, 3, 2, 6}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("version 1");
        assertThatThrownBy(() -> read(new byte[] {2, 9, 3, 2, 6}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("kind 9");
    }
}
