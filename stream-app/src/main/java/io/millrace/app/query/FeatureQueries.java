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

    /** @param plan the one that is at work, whose stations tell how far they are */
    public FeatureQueries(FeaturePlan plan, Residence residence, Peers peers, QueryListener listener) {
        this.plan = plan;
        this.residence = residence;
        this.peers = peers;
        this.listener = listener;
        plan.stations().stream()
                .filter(station -> !station.histories().isEmpty())
                .forEach(station -> stations.put(station.key().name(), station));
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
            var path = new FeaturePath(question.entity(), question.key());
            sought = new Sought(station, path, station.key().parse(question.key()), moment(question.parameters()));
        } catch (IllegalArgumentException e) {
            return Reply.error(Outcome.INVALID, String.valueOf(e.getMessage()));
        }
        try {
            return question.fromInstance()
                    ? new Search(sought).here(question.partitions())
                    : new Search(sought).anywhere(residence.partitions(station, sought.key()));
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .addKeyValue("entity", question.entity())
                    .setCause(e)
                    .log("a query failed");
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
        try {
            Instant moment = Instant.parse(given.get(0));
            if (given.size() == 1 && moment.toEpochMilli() >= 0) {
                return moment;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // told below
        }
        throw new IllegalArgumentException(
                "at must be one instant from 1970 on, such as 2026-03-01T12:00:00Z, was " + String.join(", ", given));
    }

    /** For one key. Of all that stands in the way of an answer, it tells what will pass before what will not. */
    private final class Search {
        private final Sought sought;
        private final Map<String, List<Integer>> elsewhere = new LinkedHashMap<>();
        private @Nullable Reply unavailable;
        private @Nullable Reply unknown;

        private Search(Sought sought) {
            this.sought = sought;
        }

        /** For another instance, which thinks that these partitions are here. */
        private Reply here(List<Integer> partitions) {
            Reply found = look(partitions);
            if (found == null && !elsewhere.isEmpty()) {
                return Reply.error(Outcome.ELSEWHERE, "the partition is not on this instance");
            }
            return found == null ? notFound() : found;
        }

        /** @param partitions none while it is not known in which ones the key may be */
        private Reply anywhere(List<Integer> partitions) {
            if (partitions.isEmpty()) {
                return Reply.unavailable("this instance is starting");
            }
            Reply found = look(partitions);
            if (found == null) {
                found = ask();
            }
            return found == null ? notFound() : found;
        }

        private @Nullable Reply look(List<Integer> partitions) {
            for (int partition : partitions) {
                Place place = residence.place(sought.station(), partition, sought.key());
                if (place instanceof Here at) {
                    Reply reply = read(partition, at);
                    if (reply.outcome() != Outcome.NO_HISTORY) {
                        return reply;
                    }
                } else if (place instanceof Elsewhere at) {
                    elsewhere
                            .computeIfAbsent(at.address(), first -> new ArrayList<>())
                            .add(partition);
                } else if (place instanceof Unavailable because) {
                    unavailable = Reply.unavailable(because.why());
                } else if (place instanceof Unknown because) {
                    unknown = Reply.error(Outcome.ELSEWHERE, because.why());
                }
            }
            return null;
        }

        private Reply read(int partition, Here here) {
            try {
                KeyFeatures found =
                        plan.reader(sought.station()).read(sought.key(), sought.timeMillis(), partition, here.stores());
                return sought.reply(found, residence.address());
            } catch (StateMovedException e) {
                return Reply.unavailable(String.valueOf(e.getMessage()));
            }
        }

        private @Nullable Reply ask() {
            for (var entry : elsewhere.entrySet()) {
                Reply reply = peers.ask(entry.getKey(), sought.path(), sought.at(), entry.getValue());
                switch (reply.outcome()) {
                    case NO_HISTORY -> {} // not there either
                    case ELSEWHERE -> unavailable = Reply.unavailable("the key's partition is moving");
                    case UNAVAILABLE -> unavailable = reply;
                    default -> {
                        return reply;
                    }
                }
            }
            return null;
        }

        private Reply notFound() {
            if (unavailable != null) {
                return unavailable;
            }
            return unknown == null ? sought.noHistory() : unknown;
        }
    }
}
