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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
     * @throws IllegalArgumentException if it says nothing that can be meant
     */
    static Optional<Entry> read(RolloutEvent event) {
        var note = new Note(
                event.getRolloutId(), event.getDecidedAt(), event.getActor(), event.getReason(), event.getEvidence());
        return Optional.ofNullable(
                switch (event.getAction()) {
                    case REGISTER ->
                        new Entry.Registered(
                                note,
                                version(event),
                                event.getParts().stream()
                                        .map(part -> new ModelPart(part.getFile(), part.getOffset()))
                                        .toList());
                    case REFUSE -> new Entry.Refused(note, version(event), event.getRefusalReasons());
                    case LOADED -> new Entry.Loaded(note, event.getModelDigest(), instance(event));
                    case NOT_LOADED ->
                        new Entry.NotLoaded(note, event.getModelDigest(), instance(event), event.getRefusalReasons());
                    case PREPARE -> new Entry.Prepared(note, present(event.getPartitions(), "partitions"));
                    case REACHED ->
                        new Entry.Reached(
                                note, present(event.getPreparation(), "preparation"), instance(event), reached(event));
                    case WITHDRAW -> new Entry.Withdrawn(note, present(event.getPreparation(), "preparation"));
                    case RETIRE -> new Entry.Retired(note, event.getModelDigest());
                    case SHADOW -> changed(event, note, new Change.Shadow(event.getModelDigest()));
                    case CANARY -> changed(event, note, canary(event));
                    case AB -> changed(event, note, ab(event));
                    case PROMOTE -> changed(event, note, new Change.Promote(event.getModelDigest()));
                    case ROLL_BACK -> changed(event, note, new Change.RollBack());
                    case UNKNOWN -> null;
                });
    }

    private static Entry changed(RolloutEvent event, Note note, Change change) {
        return new Entry.Changed(
                note, event.getPreparation(), change, event.getEffectiveFrom().toEpochMilli());
    }

    private static ModelVersion version(RolloutEvent event) {
        return new ModelVersion(
                event.getModelName(),
                event.getModelVersion(),
                event.getModelDigest(),
                event.getScore(),
                present(event.getThreshold(), "threshold"),
                event.getSource());
    }

    private static Change.Canary canary(RolloutEvent event) {
        return new Change.Canary(
                event.getModelDigest(),
                Share.of(present(event.getShare(), "share")),
                event.getSteps().stream()
                        .map(step -> new Change.Canary.Step(
                                Share.of(step.getShare()), Duration.ofMillis(step.getAfterMillis())))
                        .toList());
    }

    private static Change.Ab ab(RolloutEvent event) {
        var shares = new LinkedHashMap<String, Share>();
        for (var variant : event.getVariants()) {
            if (shares.put(variant.getModelDigest(), Share.of(variant.getShare())) != null) {
                throw new IllegalArgumentException("a version is named twice");
            }
        }
        return new Change.Ab(shares);
    }

    private static Map<Integer, Long> reached(RolloutEvent event) {
        var reached = new TreeMap<Integer, Long>();
        event.getReached().forEach(each -> reached.put(each.getPartition(), each.getEventTime()));
        return reached;
    }

    private static String instance(RolloutEvent event) {
        return present(event.getInstance(), "instance");
    }

    private static <T> T present(@Nullable T value, String field) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }
}
