package io.millrace.app.journal;

import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.Entry;
import io.millrace.app.rollout.ModelPart;
import io.millrace.app.rollout.ModelVersion;
import io.millrace.app.rollout.Note;
import io.millrace.app.rollout.Share;
import io.millrace.schemas.rollout.RolloutAction;
import io.millrace.schemas.rollout.RolloutEvent;
import io.millrace.schemas.rollout.RolloutPart;
import io.millrace.schemas.rollout.RolloutProgress;
import io.millrace.schemas.rollout.RolloutStep;
import io.millrace.schemas.rollout.RolloutVariant;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.generic.GenericRecord;

/** Entries as events of the contract {@link RolloutEvent}, and back. */
final class EntryForm {
    private static final Instant NO_TIME = Instant.EPOCH;

    private EntryForm() {}

    /**
     * An entry as it is written.
     *
     * @param versions tells of a version what readers of the topic want to know, by its digest
     */
    static RolloutEvent write(String pipeline, Entry entry, Function<String, Optional<ModelVersion>> versions) {
        var note = entry.note();
        var event = RolloutEvent.newBuilder()
                .setRolloutId(note.id())
                .setPipeline(pipeline)
                .setAction(RolloutAction.UNKNOWN)
                .setModelName("")
                .setModelVersion("")
                .setModelDigest("")
                .setEffectiveFrom(NO_TIME)
                .setDecidedAt(note.at())
                .setActor(note.actor())
                .setReason(note.reason())
                .setParts(List.of()) // Avro would make classes for its own defaults, which it is not trusted to
                .setVariants(List.of())
                .setSteps(List.of())
                .setReached(List.of())
                .setEvidence(note.evidence());
        if (entry instanceof Entry.Registered registered) {
            version(event, registered.version()).setAction(RolloutAction.REGISTER);
            event.setParts(registered.parts().stream()
                    .map(part -> new RolloutPart(part.file(), part.offset()))
                    .toList());
        } else if (entry instanceof Entry.Refused refused) {
            version(event, refused.version()).setAction(RolloutAction.REFUSE).setRefusalReasons(refused.why());
        } else if (entry instanceof Entry.Loaded loaded) {
            about(event, loaded.digest(), versions)
                    .setAction(RolloutAction.LOADED)
                    .setInstance(loaded.instance());
        } else if (entry instanceof Entry.NotLoaded not) {
            about(event, not.digest(), versions)
                    .setAction(RolloutAction.NOT_LOADED)
                    .setInstance(not.instance())
                    .setRefusalReasons(not.why());
        } else if (entry instanceof Entry.Prepared prepared) {
            event.setAction(RolloutAction.PREPARE).setPartitions(prepared.partitions());
        } else if (entry instanceof Entry.Reached reached) {
            event.setAction(RolloutAction.REACHED)
                    .setPreparation(reached.preparation())
                    .setInstance(reached.instance())
                    .setReached(reached.reached().entrySet().stream()
                            .map(each -> new RolloutProgress(each.getKey(), each.getValue()))
                            .toList());
        } else if (entry instanceof Entry.Withdrawn withdrawn) {
            event.setAction(RolloutAction.WITHDRAW).setPreparation(withdrawn.preparation());
        } else if (entry instanceof Entry.Changed changed) {
            changed.change().versions().stream().findFirst().ifPresent(digest -> about(event, digest, versions));
            change(event, changed.change())
                    .setPreparation(changed.preparation())
                    .setEffectiveFrom(Instant.ofEpochMilli(changed.fromMillis()));
        } else if (entry instanceof Entry.Retired retired) {
            about(event, retired.digest(), versions).setAction(RolloutAction.RETIRE);
        }
        return event.build();
    }

    private static RolloutEvent.Builder version(RolloutEvent.Builder event, ModelVersion version) {
        return event.setModelName(version.name())
                .setModelVersion(version.version())
                .setModelDigest(version.digest())
                .setSource(version.source())
                .setScore(version.score())
                .setThreshold(version.threshold());
    }

    private static RolloutEvent.Builder about(
            RolloutEvent.Builder event, String digest, Function<String, Optional<ModelVersion>> versions) {
        versions.apply(digest)
                .ifPresent(version -> event.setModelName(version.name()).setModelVersion(version.version()));
        return event.setModelDigest(digest);
    }

    private static RolloutEvent.Builder change(RolloutEvent.Builder event, Change change) {
        if (change instanceof Change.Shadow) {
            return event.setAction(RolloutAction.SHADOW);
        } else if (change instanceof Change.Canary canary) {
            return event.setAction(RolloutAction.CANARY)
                    .setShare(canary.share().fraction())
                    .setSteps(canary.steps().stream()
                            .map(step -> new RolloutStep(
                                    step.share().fraction(), step.after().toMillis()))
                            .toList());
        } else if (change instanceof Change.Ab ab) {
            return event.setAction(RolloutAction.AB)
                    .setVariants(ab.shares().entrySet().stream()
                            .map(each -> new RolloutVariant(
                                    each.getKey(), each.getValue().fraction()))
                            .toList());
        }
        return event.setAction(change instanceof Change.Promote ? RolloutAction.PROMOTE : RolloutAction.ROLL_BACK);
    }

    /**
     * The entry that an event says; empty if this version of ours does not know its action.
     *
     * @param event of the contract, timestamps as milliseconds
     * @throws IllegalArgumentException if it says nothing that can be meant
     */
    static Optional<Entry> read(GenericRecord event) {
        var note = new Note(
                text(event, "rollout_id"),
                Instant.ofEpochMilli((Long) event.get("decided_at")),
                text(event, "actor"),
                text(event, "reason"),
                evidence(event));
        var digest = text(event, "model_digest");
        return Optional.ofNullable(
                switch (RolloutAction.valueOf(text(event, "action"))) {
                    case REGISTER ->
                        new Entry.Registered(
                                note,
                                version(event),
                                all(
                                        event,
                                        "parts",
                                        part -> new ModelPart(text(part, "file"), (Long) part.get("offset"))));
                    case REFUSE -> new Entry.Refused(note, version(event), texts(event, "refusal_reasons"));
                    case LOADED -> new Entry.Loaded(note, digest, text(event, "instance"));
                    case NOT_LOADED ->
                        new Entry.NotLoaded(note, digest, text(event, "instance"), texts(event, "refusal_reasons"));
                    case PREPARE -> new Entry.Prepared(note, (Integer) present(event, "partitions"));
                    case REACHED ->
                        new Entry.Reached(note, text(event, "preparation"), text(event, "instance"), reached(event));
                    case WITHDRAW -> new Entry.Withdrawn(note, text(event, "preparation"));
                    case RETIRE -> new Entry.Retired(note, digest);
                    case SHADOW -> changed(event, note, new Change.Shadow(digest));
                    case CANARY -> changed(event, note, canary(event));
                    case AB -> changed(event, note, ab(event));
                    case PROMOTE -> changed(event, note, new Change.Promote(digest));
                    case ROLL_BACK -> changed(event, note, new Change.RollBack());
                    case UNKNOWN -> null;
                });
    }

    private static Entry changed(GenericRecord event, Note note, Change change) {
        var preparation = event.get("preparation");
        return new Entry.Changed(
                note, preparation == null ? null : preparation.toString(), change, (Long) event.get("effective_from"));
    }

    private static ModelVersion version(GenericRecord event) {
        return new ModelVersion(
                text(event, "model_name"),
                text(event, "model_version"),
                text(event, "model_digest"),
                text(event, "score"),
                (Double) present(event, "threshold"),
                text(event, "source"));
    }

    private static Change.Canary canary(GenericRecord event) {
        return new Change.Canary(
                text(event, "model_digest"),
                Share.of((Double) present(event, "share")),
                all(
                        event,
                        "steps",
                        step -> new Change.Canary.Step(Share.of((Double) step.get("share")), Duration.ofMillis((Long)
                                step.get("after_millis")))));
    }

    private static Change.Ab ab(GenericRecord event) {
        var shares = new LinkedHashMap<String, Share>();
        for (var variant : all(event, "variants", each -> each)) {
            if (shares.put(text(variant, "model_digest"), Share.of((Double) variant.get("share"))) != null) {
                throw new IllegalArgumentException("a version is named twice");
            }
        }
        return new Change.Ab(shares);
    }

    private static Map<Integer, Long> reached(GenericRecord event) {
        var reached = new TreeMap<Integer, Long>();
        for (var each : all(event, "reached", progress -> progress)) {
            reached.put((Integer) each.get("partition"), (Long) each.get("event_time"));
        }
        return reached;
    }

    private static Map<String, Double> evidence(GenericRecord event) {
        var evidence = new TreeMap<String, Double>();
        ((Map<?, ?>) event.get("evidence")).forEach((name, figure) -> evidence.put(name.toString(), (Double) figure));
        return evidence;
    }

    private static <T> List<T> all(GenericRecord event, String field, Function<GenericRecord, T> read) {
        return ((Collection<?>) event.get(field))
                .stream().map(each -> read.apply((GenericRecord) each)).toList();
    }

    private static List<String> texts(GenericRecord event, String field) {
        return ((Collection<?>) event.get(field)).stream().map(Object::toString).toList();
    }

    private static String text(GenericRecord event, String field) {
        return present(event, field).toString();
    }

    private static Object present(GenericRecord event, String field) {
        var value = event.get(field);
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }
}
