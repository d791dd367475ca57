package io.millrace.app.fleet;

import io.millrace.app.journal.ModelTopic;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.InvalidModelException.Mismatch;
import io.millrace.app.model.ManifestFile;
import io.millrace.app.model.ScoreOutput;
import io.millrace.app.pipeline.VersionGate;
import io.millrace.app.pipeline.VersionGate.Admitted;
import io.millrace.app.rollout.RolloutState.Known;
import io.millrace.app.topology.Served;
import io.millrace.app.topology.Variant;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The versions that an instance has at hand: fetched from the models' topic into a folder of their own, sent through the gate, loaded. Safe for
 * concurrent use; a version that is being loaded does not keep others waiting that are there already.
 */
final class Fleet implements AutoCloseable {
    private final VersionGate gate;
    private final ModelTopic topic;
    private final Path folder;
    private final long mostBytes;
    private final Map<String, AtHand> versions = new HashMap<>();
    private final Map<Part, Served> parts = new HashMap<>();

    private record AtHand(Known known, Admitted admitted) {}

    private record Part(String digest, Variant variant) {}

    /**
     * Nothing is at hand yet.
     *
     * @param folder for the files of versions, by their digests; those that it has are not fetched again
     * @param mostBytes of the files of one version
     */
    Fleet(VersionGate gate, ModelTopic topic, Path folder, long mostBytes) {
        this.gate = gate;
        this.topic = topic;
        this.folder = folder;
        this.mostBytes = mostBytes;
    }

    /**
     * Has a version at hand.
     *
     * @throws InvalidModelException if that cannot be, and never will
     * @throws org.apache.kafka.common.KafkaException if its bytes cannot be had now
     */
    void load(Known known) throws InvalidModelException {
        synchronized (this) {
            if (versions.containsKey(known.version().digest())) {
                return;
            }
        }
        var score = ScoreOutput.parse(known.version().score());
        if (score.isEmpty()) {
            throw invalid("score", "\"" + known.version().score() + "\" is no output");
        }
        var admitted = gate.open(files(known), score.get());
        boolean spare;
        synchronized (this) {
            spare = versions.putIfAbsent(known.version().digest(), new AtHand(known, admitted)) != null;
        }
        if (spare) {
            admitted.model().close();
        }
    }

    /** The folder with the version's files. */
    private Path files(Known known) throws InvalidModelException {
        var digest = known.version().digest();
        var own = folder.resolve(digest);
        if (Files.isRegularFile(own.resolve(ManifestFile.NAME))) {
            return own;
        }
        try {
            Files.createDirectories(folder);
            try (var fetched = new ScratchFolder(Files.createTempDirectory(folder, "fetching-"))) {
                topic.fetch(known.parts(), fetched.path(), mostBytes);
                return Files.move(fetched.path(), own, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
            return own; // somebody else has fetched it meanwhile
        } catch (IOException e) {
            throw invalid("file", "cannot be fetched: " + e);
        }
    }

    private static InvalidModelException invalid(String key, String message) {
        return new InvalidModelException(List.of(new Mismatch(key, message)));
    }

    /** A version in a part; null if it is not at hand. */
    synchronized @Nullable Served find(String digest, Variant variant) {
        var version = versions.get(digest);
        if (version == null) {
            return null;
        }
        return parts.computeIfAbsent(new Part(digest, variant), part -> {
            var admitted = version.admitted;
            return Served.as(variant, admitted.model(), version.known.version().threshold(), admitted.explanation());
        });
    }

    /**
     * A version in a part; one that is not at hand, because nobody should need it any more, is loaded.
     *
     * @param find tells of it by its digest
     * @throws IllegalStateException if it cannot be
     */
    Served get(String digest, Variant variant, Function<String, Known> find) {
        var served = find(digest, variant);
        while (served == null) {
            try {
                load(find.apply(digest));
            } catch (InvalidModelException e) {
                throw new IllegalStateException("version " + digest + " is to score and cannot", e);
            }
            served = find(digest, variant);
        }
        return served;
    }

    /** Gives up all other versions. Those who still score with one go on until they let it go. */
    synchronized void keep(Collection<String> digests) {
        var others = new HashMap<>(versions);
        others.keySet().removeAll(Set.copyOf(digests));
        others.forEach((digest, version) -> {
            versions.remove(digest);
            parts.keySet().removeIf(part -> part.digest.equals(digest));
            version.admitted.model().close();
        });
    }

    @Override
    public void close() {
        keep(Set.of());
    }
}
