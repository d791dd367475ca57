package io.millrace.app.fleet;

import io.millrace.app.fleet.Registrar.Candidate;
import io.millrace.app.journal.Order;
import io.millrace.app.pipeline.FollowDefinition;
import io.millrace.app.pipeline.FollowDefinition.Part;
import io.millrace.app.registry.FetchLimits;
import io.millrace.app.registry.ModelSource;
import io.millrace.app.registry.RegistryWatch;
import io.millrace.app.registry.UnavailableModelException;
import io.millrace.app.registry.WatchListener;
import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.RefusedException;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a rollout of it when an alias or a stage of a registry comes to point to another version. All instances look, one of them acts. What was
 * known when it began to look is left as it is: somebody may have rolled it back since.
 */
public final class FollowedSource implements WatchListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedSource.class);

    private final FollowDefinition following;
    private final Registrar registrar;
    private final OperatedModels.Opening opening;
    private final BooleanSupplier acts;
    private final Runnable disturbed;
    private final ScheduledExecutorService looking;
    private final RegistryWatch watch;

    /**
     * Looks from now on.
     *
     * @param acts whether this instance is the one that acts
     * @param disturbed is told that the registry cannot be asked
     */
    public FollowedSource(
            FollowDefinition following,
            Registrar registrar,
            OperatedModels.Opening opening,
            BooleanSupplier acts,
            Runnable disturbed) {
        this.following = following;
        this.registrar = registrar;
        this.opening = opening;
        this.acts = acts;
        this.disturbed = disturbed;
        this.looking = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "registry-watch");
            thread.setDaemon(true);
            return thread;
        });
        this.watch = new RegistryWatch(
                following.source(),
                source -> registrar.registries().resolve(source, FetchLimits.DEFAULT),
                following.every(),
                looking,
                this,
                Optional.empty());
        watch.start();
    }

    @Override
    public void moved(ModelSource.Registered source, Optional<ModelSource.Version> before, ModelSource.Version now) {
        if (!acts.getAsBoolean()) {
            return;
        }
        var actor = source.toString();
        var reason = before.map(version -> "it points to " + now + " instead of " + version)
                .orElse("it points to " + now);
        try (var operator = opening.open()) {
            var candidate = new Candidate(now, null, null, actor, reason);
            var known = operator.state().atHand();
            var version = registrar.known(operator, candidate);
            if (before.isEmpty() && known.contains(version.digest())) {
                return;
            }
            if (following.part() != Part.REGISTERED) {
                var change = following.part() == Part.SHADOW
                        ? new Change.Shadow(version.digest())
                        : new Change.Promote(version.digest());
                operator.change(Order.of(change, actor, reason));
            }
            LOG.atInfo()
                    .addKeyValue("source", actor)
                    .addKeyValue("version", version.told())
                    .log("taken up");
        } catch (RefusedException e) {
            LOG.atWarn()
                    .addKeyValue("source", actor)
                    .addKeyValue("version", now)
                    .addKeyValue("reason", e.why())
                    .log("what the registry points to is not taken up");
        } catch (UnavailableModelException | IOException | IncompatibleSchemaException e) {
            disturbed.run();
            throw new IllegalStateException(now + " cannot be had", e); // so that it is tried again
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void unseen(ModelSource.Registered source, UnavailableModelException why, long failures) {
        disturbed.run();
    }

    @Override
    public void close() {
        watch.close();
        looking.shutdownNow();
    }
}
