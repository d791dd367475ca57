package io.millrace.app.fleet;

import io.millrace.app.rollout.Plan;
import io.millrace.app.rollout.RolloutState;
import io.millrace.app.rollout.RolloutState.Known;
import io.millrace.app.rollout.Timeline;
import io.millrace.app.rollout.Trial;
import io.millrace.app.topology.Roster;
import io.millrace.app.topology.Served;
import io.millrace.app.topology.Variant;
import io.millrace.enrich.event.Event;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who scores which event by what has been decided: a function of the event's time and its entity. */
final class PlannedRoster implements Roster {
    /** Plans whose versions a task keeps open; events that are late may belong to older ones. */
    private static final int PLANS_KEPT = 3;

    private final Timeline timeline;
    private final RolloutState state;
    private final Fleet fleet;
    private final Function<Event, String> entity;

    /** @param entity by which events are assigned to the versions of a trial */
    PlannedRoster(RolloutState state, Fleet fleet, Function<Event, String> entity) {
        this.timeline = state.timeline();
        this.state = state;
        this.fleet = fleet;
        this.entity = entity;
    }

    @Override
    public @Nullable Served only(long fromMillis, long toMillis) {
        var plan = timeline.throughout(fromMillis, toMillis).orElse(null);
        return plan != null && plan.trial() == null ? served(plan.champion(), Variant.CHAMPION) : null;
    }

    @Override
    public Served of(Event event) {
        var plan = plan(event.timeMillis());
        var digest = plan.trial() == null ? plan.champion() : plan.versionFor(entity.apply(event));
        return served(digest, variant(plan, digest));
    }

    private static Variant variant(Plan plan, String digest) {
        if (plan.trial() == null || plan.champion().equals(digest)) {
            return Variant.CHAMPION;
        }
        return plan.trial().kind() == Trial.Kind.CANARY ? Variant.CANARY : Variant.AB;
    }

    @Override
    public boolean hasShadows(long fromMillis, long toMillis) {
        return timeline.between(fromMillis, toMillis + 1).stream()
                .anyMatch(plan -> !plan.shadows().isEmpty());
    }

    @Override
    public List<Served> shadowsOf(Event event) {
        var shadows = plan(event.timeMillis()).shadows();
        return shadows.isEmpty()
                ? List.of()
                : shadows.stream()
                        .map(digest -> fleet.find(digest, Variant.SHADOW))
                        .filter(served -> served != null)
                        .toList();
    }

    @Override
    public boolean mayNeed(Served served) {
        var digest = served.by().digest();
        return timeline.latest(PLANS_KEPT).stream()
                .anyMatch(plan -> served.by().variant() == Variant.SHADOW
                        ? plan.shadows().contains(digest)
                        : plan.working().contains(digest)
                                && !plan.shadows().contains(digest)
                                && variant(plan, digest) == served.by().variant());
    }

    private Plan plan(long millis) {
        return timeline.at(millis).orElseThrow(() -> new IllegalStateException("there is no champion"));
    }

    private Served served(String digest, Variant variant) {
        return fleet.get(digest, variant, this::known);
    }

    private Known known(String digest) {
        return state.find(digest).orElseThrow(() -> new IllegalStateException("nothing is known of " + digest));
    }
}
