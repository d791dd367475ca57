package io.millrace.app.query;

import static io.millrace.app.query.Machines.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.http.Features;
import io.millrace.app.http.Features.Answer;
import io.millrace.app.http.Features.Question;
import io.millrace.app.http.OperationsServer;
import io.millrace.app.query.Residence.StateMovedException;
import io.millrace.enrich.plan.Station;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureQueriesTest {
    private static final Question SITE = new Question("site", "Züri/1", Map.of(), List.of());
    private static final Peers PEERS = new Peers(Duration.ofSeconds(10));
    private static final Peers NOBODY = new Peers(Duration.ofMillis(1));

    private final Instance first = new Instance();
    private final Instance second = new Instance();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** One of several: what it has, where it thinks the rest is, and what it was asked. */
    private static final class Instance implements Residence, QueryListener, Features {
        final Machines machines = new Machines();
        final FeatureQueries queries = new FeatureQueries(machines.plan(), this, PEERS, this);
        final Map<Integer, Place> places = new HashMap<>();
        final List<String> heard = new ArrayList<>();
        final List<Question> asked = new ArrayList<>();
        List<Integer> partitions = List.of(0);

        @Override
        public @Nullable String address() {
            return "me:1";
        }

        @Override
        public List<Integer> partitions(Station station, byte[] key) {
            return partitions;
        }

        @Override
        public Place place(Station station, int partition, byte[] key) {
            return places.getOrDefault(partition, new Unavailable("partition " + partition + " is moving"));
        }

        @Override
        public void answered(Outcome outcome, boolean fromInstance, long nanos) {
            assertThat(nanos).isNotNegative();
            heard.add(outcome.code() + (fromInstance ? " from an instance" : ""));
        }

        @Override
        public Answer answer(Question question) {
            asked.add(question);
            return queries.answer(question);
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    /** Its address. */
    private String serve(Features features) {
        var status = new OperationsServer.Status() {
            @Override
            public boolean live() {
                return true;
            }

            @Override
            public boolean ready() {
                return true;
            }

            @Override
            public Map<String, String> roles() {
                return Map.of();
            }
        };
        var server = new OperationsServer(0, status, () -> "", features);
        open.add(server);
        return "127.0.0.1:" + server.port();
    }

    private JsonNode ask(Question question, int status) throws Exception {
        Answer answer = first.queries.answer(question);
        assertThat(answer.status()).as(answer.json()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.json());
    }

    private static Question at(String... moments) {
        return new Question("site", "Züri/1", Map.of("at", List.of(moments)), List.of());
    }

    @Test
    void tellsTheFeaturesOfAKeyAsOfItsNewestEvent() throws Exception {
        first.places.put(0, first.machines.here(0));
        first.machines.reading("Züri/1", 7, NOON);
        first.machines.reading("Züri/1", 7, NOON.plusSeconds(1));
        first.machines.reading("Basel", 7, NOON.plusSeconds(2));

        assertThat(ask(SITE, 200)).isEqualTo(new ObjectMapper().readTree("""
                                {"entity": "site", "key": "Züri/1",
                                 "as_of": "2026-03-01T12:00:01Z", "newest": "2026-03-01T12:00:01Z",
                                 "features": {"readings_1h": 2, "before_1h": 0}, "pending": [],
                                 "answered_by": "me:1"}"""));
        assertThat(first.heard).containsExactly("found");
    }

    @Test
    void tellsThemAsOfAMoment() throws Exception {
        first.places.put(0, first.machines.here(0));
        first.machines.reading("Züri/1", 7, NOON);

        var answer = ask(at("2026-03-01T14:00:00+01:00"), 200);

        assertThat(answer.at("/as_of").asText()).isEqualTo("2026-03-01T13:00:00Z");
        assertThat(answer.at("/newest").asText()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(answer.at("/features/readings_1h").asInt(-1)).isZero();
        assertThat(answer.at("/features/before_1h").asInt(-1)).isOne();
    }

    @Test
    void leavesOutWhatIsNotFinalYetAndSaysSo() throws Exception {
        first.places.put(0, first.machines.here(0));
        first.machines.reading("Züri/1", 7, NOON);
        first.machines.plan().stations().get(0).frontiers().of(0).set(NOON.toEpochMilli() - 1);

        var answer = ask(SITE, 200);

        assertThat(answer.at("/features/before_1h").isNull()).isTrue();
        assertThat(answer.at("/features/readings_1h").asInt(-1)).isOne();
        assertThat(answer.at("/pending").toString()).isEqualTo("[\"before_1h\"]");
    }

    @Test
    void leavesMissingFeaturesMissingWithoutCallingThemPending() throws Exception {
        first.places.put(0, first.machines.here(0));
        first.machines.reading("Züri/1", 7, NOON);

        var answer = ask(new Question("machine", "7", Map.of(), List.of()), 200);

        assertThat(answer.at("/features/spread_1h").isNull()).isTrue();
        assertThat(answer.at("/pending").size()).isZero();
    }

    @Test
    void doesNotKnowAnEntityByWhichNothingIsComputed() throws Exception {
        var answer = ask(new Question("sites", "x", Map.of(), List.of()), 404);

        assertThat(answer.at("/error").asText()).isEqualTo("unknown-entity");
        assertThat(answer.at("/message").asText())
                .isEqualTo("no features are computed by 'sites', did you mean \"site\"?; known are site, machine");
        assertThat(first.heard).containsExactly("unknown-entity");
    }

    @ParameterizedTest
    @CsvSource({
        "seven, machine is an int",
        "7.0, machine is an int",
        "2147483648, machine is an int",
        "'', machine is an int"
    })
    void refusesAKeyOfAnotherType(String key, String why) throws Exception {
        var answer = ask(new Question("machine", key, Map.of(), List.of()), 400);

        assertThat(answer.at("/error").asText()).isEqualTo("invalid");
        assertThat(answer.at("/message").asText()).contains(why).contains("'" + key + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "", "2026-03-01", "1969-12-31T23:59:59Z", "+1000000000-12-31T23:59:59Z"})
    void refusesWhatIsNoMoment(String moment) throws Exception {
        assertThat(ask(at(moment), 400).at("/message").asText()).contains("such as 2026-03-01T12:00:00Z");
    }

    @Test
    void refusesTwoMoments() throws Exception {
        ask(at("2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z"), 400);
    }

    @Test
    void refusesParametersThatItDoesNotKnow() throws Exception {
        var answer = ask(new Question("site", "x", Map.of("a", List.of("1")), List.of()), 400);

        assertThat(answer.at("/message").asText()).isEqualTo("unknown parameter 'a'; known is at");
    }

    @Test
    void refusesAMomentOfWhichNotEverythingIsKept() throws Exception {
        first.places.put(0, first.machines.here(0));
        for (int i = 0; i < 100; i++) {
            first.machines.reading("Züri/1", 7, NOON.plus(Duration.ofMinutes(10L * i)));
        }

        var answer = ask(at(NOON.toString()), 400);

        assertThat(answer.at("/error").asText()).isEqualTo("forgotten");
        String from = answer.at("/known_from").asText();
        assertThat(ask(at(from), 200).at("/as_of").asText()).isEqualTo(from);
    }

    @Test
    void doesNotKnowAKeyWithoutEvents() throws Exception {
        first.places.put(0, first.machines.here(0));

        var answer = ask(SITE, 404);

        assertThat(answer.at("/error").asText()).isEqualTo("no-history");
        assertThat(answer.at("/message").asText()).isEqualTo("no event with site 'Züri/1' has been accepted");
    }

    @Test
    void asksToWaitWhileItStarts() throws Exception {
        first.partitions = List.of();

        assertThat(ask(SITE, 503).at("/message").asText()).isEqualTo("this instance is starting; ask again");
    }

    @Test
    void asksToWaitWhileStateMoves() throws Exception {
        assertThat(ask(SITE, 503).at("/message").asText()).isEqualTo("partition 0 is moving; ask again");
    }

    @Test
    void asksToWaitWhereStateWasTakenAwayWhileItWasRead() throws Exception {
        first.places.put(0, new Residence.Here(history -> key -> {
            throw new StateMovedException("gone", new IllegalStateException());
        }));

        assertThat(ask(SITE, 503).at("/error").asText()).isEqualTo("unavailable");
    }

    @Test
    void doesNotTakeAKeyForUnknownWhileOneOfItsPartitionsCannotBeRead() throws Exception {
        first.partitions = List.of(1, 0);
        first.places.put(1, first.machines.here(1));

        ask(SITE, 503);

        first.machines.reading("Züri/1", 7, NOON);
        ask(SITE, 200);
    }

    @Test
    void saysSoWhereNobodySaysWhereStateIs() throws Exception {
        first.places.put(0, new Residence.Unknown("not here"));

        var answer = ask(SITE, 421);

        assertThat(answer.at("/error").asText()).isEqualTo("elsewhere");
        assertThat(answer.at("/message").asText()).isEqualTo("not here");
    }

    @Test
    void tellsNobodyElseWhatWentWrongInside() throws Exception {
        first.places.put(0, new Residence.Here(history -> key -> {
            throw new IllegalStateException("secret");
        }));

        assertThat(ask(SITE, 500).toString()).contains("\"error\":\"failed\"").doesNotContain("secret");
    }

    @Test
    void asksTheInstanceThatHasTheKey() throws Exception {
        first.partitions = List.of(3);
        first.places.put(3, new Residence.Elsewhere(serve(second)));
        second.places.put(3, second.machines.here(3));
        second.machines.reading("Züri/1", 7, NOON);

        var answer = ask(at(NOON.plusMillis(1).toString()), 200);

        assertThat(answer.at("/key").asText()).isEqualTo("Züri/1");
        assertThat(answer.at("/as_of").asText()).isEqualTo("2026-03-01T12:00:00.001Z");
        assertThat(answer.at("/features/readings_1h").asInt(-1)).isOne();
        assertThat(second.asked)
                .containsExactly(
                        new Question("site", "Züri/1", Map.of("at", List.of("2026-03-01T12:00:00.001Z")), List.of(3)));
        assertThat(first.heard).containsExactly("found");
        assertThat(second.heard).containsExactly("found from an instance");
    }

    @Test
    void asksEveryInstanceOnceForAKeyThatMayBeAnywhere() throws Exception {
        first.partitions = List.of(2, 0, 1, 3);
        first.places.put(0, first.machines.here(0));
        String other = serve(second);
        for (int partition : List.of(1, 2, 3)) {
            first.places.put(partition, new Residence.Elsewhere(other));
            second.places.put(partition, second.machines.here(partition));
        }

        assertThat(ask(SITE, 404).at("/error").asText()).isEqualTo("no-history");

        assertThat(second.asked).containsExactly(new Question("site", "Züri/1", Map.of(), List.of(2, 1, 3)));
    }

    @Test
    void twoThatTakeEachOtherForTheOwnerAskOnceAndGiveUp() throws Exception {
        String one = serve(first);
        first.places.put(0, new Residence.Elsewhere(serve(second)));
        second.places.put(0, new Residence.Elsewhere(one));

        assertThat(ask(SITE, 503).at("/message").asText()).isEqualTo("the key's partition is moving; ask again");

        assertThat(first.asked).isEmpty();
        assertThat(second.asked).hasSize(1);
        assertThat(second.heard).containsExactly("elsewhere from an instance");
    }

    @Test
    void namesTheOwnerThatDoesNotAnswer() throws Exception {
        String address;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = "127.0.0.1:" + socket.getLocalPort();
        }
        first.places.put(0, new Residence.Elsewhere(address));

        var answer = ask(SITE, 503);

        assertThat(answer.at("/instance").asText()).isEqualTo(address);
        assertThat(answer.at("/message").asText())
                .isEqualTo("instance " + address + ", which has the key, does not answer; ask again");
    }

    @Test
    void namesTheOwnerThatTakesTooLong() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + silent.getLocalPort();
            first.places.put(0, new Residence.Elsewhere(address));
            var hasty = new FeatureQueries(first.machines.plan(), first, NOBODY, first);

            Answer answer = hasty.answer(SITE);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json()).contains("\"instance\":\"" + address + "\"");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | <html>",
                "200 | {}",
                "404 | {}",
                "404 | {\"error\":\"found\"}",
                "302 | ",
                "500 | {\"error\":\"no-history\"}",
                "200 | null"
            })
    void takesNothingElseForAnAnswer(int status, @Nullable String body) throws Exception {
        String address = serve(question -> new Answer(status, body == null ? "" : body));
        first.places.put(0, new Residence.Elsewhere(address));

        var answer = ask(SITE, 503);

        assertThat(answer.at("/instance").asText()).isEqualTo(address);
        assertThat(answer.at("/message").asText()).contains("status " + status);
    }

    @Test
    void passesOnWhatTheOwnerRefuses() throws Exception {
        String body = "{\"error\":\"forgotten\",\"message\":\"too long ago\"}";
        first.places.put(0, new Residence.Elsewhere(serve(question -> new Answer(400, body))));

        assertThat(ask(SITE, 400).toString()).isEqualTo(body);
    }
}
