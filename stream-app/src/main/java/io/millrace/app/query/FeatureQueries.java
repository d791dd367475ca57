package io.millrace.app.query;

import io.millrace.app.http.FeaturePath;
import io.millrace.app.http.Features;
import io.millrace.app.query.Residence.Elsewhere;
import io.millrace.app.query.Residence.Here;
import io.millrace.app.query.Residence.Place;
import io.millrace.app.query.Residence.StateMovedException;
import io.millrace.app.query.Residence.Unavailable;
import io.millrace.app.query.Residence.Unknown;
import io.millrace.enrich.definition.Suggestion;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.plan.KeyFeatures;
import io.millrace.enrich.plan.KeyFeatures.Forgotten;
import io.millrace.enrich.plan.KeyFeatures.Known;
import io.millrace.enrich.plan.KeyFeatures.NoHistory;
import io.millrace.enrich.plan.KeyFeatures.Unreadable;
import io.millrace.enrich.plan.Station;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers for the features of a key: from the stores here, or by asking the instance that has them. An instance that is asked by
 * another one looks only at what it has. Safe for concurrent use.
 */
public final class FeatureQueries implements Features {
    private static final Logger LOGGER = LoggerFactory.getLogger(FeatureQueries.class);
    private static final String AT = "at";

    private final FeaturePlan plan;
    private final Residence residence;
    private final Peers peers;
    private final QueryListener listener;
    private final Map<String, Station> stations = new LinkedHashMap<>();

    public FeatureQueries(FeaturePlan plan, Residence residence, Peers peers, QueryListener listener) {
        this.plan = plan;
        this.residence = residence;
        this.peers = peers;
        this.listener = listener;
        plan.stations().stream()
                .filter(station -> !station.histories().isEmpty())
                .forEach(station -> stations.put(station.key().name(), station));
    }

    /** A question that makes sense. */
    private record Sought(FeaturePath path, Station station, byte[] key, @Nullable Instant at) {
        @Nullable
        Long timeMillis() {
            return at == null ? null : at.toEpochMilli();
        }
    }

    @Override
    public Answer answer(Question question) {
        long began = System.nanoTime();
        Reply reply = reply(question);
        listener.answered(reply.outcome(), question.fromInstance(), System.nanoTime() - began);
        return new Answer(reply.outcome().status(), reply.json());
    }

    private Reply reply(Question question) {
        Station station = stations.get(question.entity());
        if (station == null) {
            return unknownEntity(question.entity());
        }
        Sought sought;
        try {
            byte[] key = station.key().parse(question.key());
            var path = new FeaturePath(question.entity(), question.key());
            sought = new Sought(path, station, key, moment(question.parameters()));
        } catch (IllegalArgumentException e) {
            return Reply.error(Outcome.INVALID, String.valueOf(e.getMessage()));
        }
        try {
            return look(sought, question);
        } catch (RuntimeException e) {
            LOGGER.atError().addKeyValue("entity", question.entity()).setCause(e).log("a query failed");
            return Reply.error(Outcome.FAILED, "the query failed; this instance's log says why");
        }
    }

    private Reply unknownEntity(String entity) {
        String known = stations.isEmpty() ? "none" : String.join(", ", stations.keySet());
        return Reply.error(
                Outcome.UNKNOWN_ENTITY,
                "no features are computed by '" + entity + "'" + Suggestion.didYouMean(entity, stations.keySet())
                        + "; known are " + known);
    }

    private static @Nullable Instant moment(Map<String, List<String>> parameters) {
        for (String name : parameters.keySet()) {
            if (!name.equals(AT)) {
                throw new IllegalArgumentException("unknown parameter '" + name + "'; known is " + AT);
            }
        }
        List<String> given = parameters.getOrDefault(AT, List.of());
        if (given.isEmpty()) {
            return null;
        }
        String text = given.get(0);
        try {
            Instant moment = Instant.parse(text);
            if (given.size() == 1 && moment.toEpochMilli() >= 0) {
                return moment;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // told below
        }
        throw new IllegalArgumentException(
                "at must be one instant from 1970 on, such as 2026-03-01T12:00:00Z, was " + String.join(", ", given));
    }

    private Reply look(Sought sought, Question question) {
        List<Integer> partitions =
                question.fromInstance() ? question.partitions() : residence.partitions(sought.station, sought.key);
        var elsewhere = new LinkedHashMap<String, List<Integer>>();
        Reply unknown = null;
        Reply unavailable = partitions.isEmpty() ? unavailable("this instance is starting") : null;
        for (int partition : partitions) {
            Place place = residence.place(sought.station, partition, sought.key);
            if (place instanceof Here here) {
                Reply reply = read(sought, here);
                if (reply.outcome() != Outcome.NO_HISTORY) {
                    return reply;
                }
            } else if (place instanceof Elsewhere at) {
                elsewhere.computeIfAbsent(at.address(), first -> new ArrayList<>()).add(partition);
            } else if (place instanceof Unavailable because) {
                unavailable = unavailable(because.why());
            } else if (place instanceof Unknown because && unknown == null) {
                unknown = Reply.error(Outcome.ELSEWHERE, because.why());
            }
        }
        if (question.fromInstance() && !elsewhere.isEmpty()) {
            return Reply.error(Outcome.ELSEWHERE, "the partition is not on this instance");
        }
        for (var entry : elsewhere.entrySet()) {
            Reply reply = peers.ask(
                    entry.getKey(), sought.path, sought.at == null ? null : sought.at.toString(), entry.getValue());
            if (reply.outcome() == Outcome.ELSEWHERE) {
                unavailable = unavailable("the key's partition is moving");
            } else if (reply.outcome() == Outcome.UNAVAILABLE) {
                unavailable = reply;
            } else if (reply.outcome() != Outcome.NO_HISTORY) {
                return reply;
            }
        }
        if (unavailable != null) {
            return unavailable;
        }
        return unknown == null ? noHistory(sought) : unknown;
    }

    private static Reply unavailable(String why) {
        return Reply.error(Outcome.UNAVAILABLE, why + "; ask again");
    }

    private static Reply noHistory(Sought sought) {
        return Reply.error(
                Outcome.NO_HISTORY,
                "no event with " + sought.path.entity() + " '" + sought.path.key() + "' has been accepted");
    }

    private Reply read(Sought sought, Here here) {
        KeyFeatures found;
        try {
            found = plan.reader(sought.station).read(sought.key, sought.timeMillis(), here.stores());
        } catch (StateMovedException e) {
            return unavailable(String.valueOf(e.getMessage()));
        }
        if (found instanceof Known known) {
            return Reply.of(Outcome.FOUND, document(sought, known));
        }
        if (found instanceof NoHistory) {
            return noHistory(sought);
        }
        if (found instanceof Forgotten forgotten) {
            Instant from = Instant.ofEpochMilli(forgotten.knownFromMillis());
            return Reply.error(
                    Outcome.FORGOTTEN,
                    "of the time before " + from + " not everything is kept for this key",
                    Map.of("known_from", from.toString()));
        }
        if (found instanceof Unreadable unreadable) {
            return Reply.error(Outcome.FAILED, unreadable.message());
        }
        return unavailable("the key is written to all the time"); // Busy
    }

    private Map<String, Object> document(Sought sought, Known known) {
        var features = new LinkedHashMap<String, @Nullable Object>();
        known.values().forEach(value -> features.put(value.feature().name(), value.typed()));
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("entity", sought.path.entity());
        document.put("key", sought.path.key());
        document.put("as_of", Instant.ofEpochMilli(known.timeMillis()).toString());
        document.put("newest", Instant.ofEpochMilli(known.newestMillis()).toString());
        document.put("features", features);
        document.put("answered_by", residence.address());
        return document;
    }
}
