package io.millrace.app.journal;

import static io.millrace.app.rollout.Log.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.Entry;
import io.millrace.app.rollout.Log;
import io.millrace.app.rollout.ModelPart;
import io.millrace.app.rollout.Note;
import io.millrace.app.rollout.Share;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.rollout.RolloutAction;
import io.millrace.schemas.rollout.RolloutEvent;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.AvroEncoder;
import io.millrace.schemas.wire.Decoded;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntryFormTest {
    private static final Note NOTE =
            new Note("id-1", Instant.parse("2026-03-01T12:00:00.123Z"), "ann", "because", Map.of("errors", 0.25));

    private final SchemaRegistry registry = new SchemaRegistry(new MockSchemaRegistryClient());

    static Stream<Entry> entries() {
        var shares = new LinkedHashMap<String, Share>();
        shares.put(digest('c'), new Share(1));
        shares.put(digest('b'), new Share(3_333));
        var steps = List.of(new Change.Canary.Step(Share.WHOLE, Duration.ofMillis(1)));
        return Stream.of(
                new Entry.Registered(
                        NOTE, Log.version('a'), List.of(new ModelPart("m.onnx", 3), new ModelPart("model.yaml", 4))),
                new Entry.Refused(NOTE, Log.version('a'), List.of("size: too large", "é")),
                new Entry.Loaded(NOTE, digest('a'), "one"),
                new Entry.NotLoaded(NOTE, digest('a'), "one", List.of("no memory")),
                new Entry.Prepared(NOTE, 12),
                new Entry.Reached(NOTE, "id-0", "one", Map.of(0, -1L, 11, 1_772_366_400_123L)),
                new Entry.Reached(NOTE, "id-0", "one", Map.of()),
                new Entry.Withdrawn(NOTE, "id-0"),
                new Entry.Retired(NOTE, digest('a')),
                new Entry.Changed(NOTE, null, new Change.Promote(digest('a')), 0),
                new Entry.Changed(NOTE, "id-0", new Change.Promote(digest('a')), 1_772_366_400_123L),
                new Entry.Changed(NOTE, "id-0", new Change.Shadow(digest('a')), 5),
                new Entry.Changed(NOTE, "id-0", new Change.RollBack(), 5),
                new Entry.Changed(NOTE, "id-0", new Change.Canary(digest('a'), new Share(25), List.of()), 5),
                new Entry.Changed(NOTE, "id-0", new Change.Canary(digest('a'), new Share(1_000), steps), 5),
                new Entry.Changed(NOTE, "id-0", new Change.Ab(shares), 5));
    }

    private GenericRecord written(RolloutEvent event) throws Exception {
        int id = registry.register("log-value", RolloutEvent.getClassSchema());
        var bytes = new AvroEncoder(id, RolloutEvent.getClassSchema()).encode(event);
        var decoded = new AvroDecoder(registry, RolloutEvent.getClassSchema()).decode(bytes);
        return ((Decoded.Value) decoded).record();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void everyEntryIsReadAsItWasWritten(Entry entry) throws Exception {
        var event = EntryForm.write("transactions", entry, digest -> Optional.of(Log.version(digest.charAt(0))));

        assertThat(EntryForm.read(written(event))).contains(entry);
    }

    @Test
    void readersOfTheTopicSeeWhichVersionAChangeIsAbout() {
        var entry = new Entry.Changed(NOTE, "id-0", new Change.Canary(digest('a'), new Share(1_000), List.of()), 5);

        var event = EntryForm.write("transactions", entry, digest -> Optional.of(Log.version('a')));

        assertThat(event.getModelName()).isEqualTo("fraud");
        assertThat(event.getModelVersion()).isEqualTo("va");
        assertThat(event.getModelDigest()).isEqualTo(digest('a'));
        assertThat(event.getShare()).isEqualTo(0.1);
        assertThat(event.getEffectiveFrom()).isEqualTo(Instant.ofEpochMilli(5));
        assertThat(event.getActor()).isEqualTo("ann");
        assertThat(event.getReason()).isEqualTo("because");
    }

    @Test
    void anActionOfALaterVersionIsLeftAlone() throws Exception {
        var event = EntryForm.write("transactions", new Entry.Prepared(NOTE, 1), digest -> Optional.empty());
        event.setAction(RolloutAction.UNKNOWN);

        assertThat(EntryForm.read(written(event))).isEmpty();
    }

    @Test
    void whatCannotBeMeantIsRefused() throws Exception {
        var over = EntryForm.write(
                "t",
                new Entry.Changed(NOTE, "id-0", new Change.Canary(digest('a'), Share.WHOLE, List.of()), 5),
                digest -> Optional.empty());
        over.setShare(1.01);
        var nobody = EntryForm.write("t", new Entry.Loaded(NOTE, digest('a'), "one"), digest -> Optional.empty());
        nobody.setInstance(null);
        var none = EntryForm.write("t", new Entry.Registered(NOTE, Log.version('a'), List.of()), d -> Optional.empty());
        none.setModelDigest("../../etc");

        for (var event : List.of(over, nobody, none)) {
            var record = written(event);
            assertThatThrownBy(() -> EntryForm.read(record)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
