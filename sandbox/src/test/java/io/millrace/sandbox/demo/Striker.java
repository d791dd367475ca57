package io.millrace.sandbox.demo;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Kills processes of a stand at moments that the broker shows and a seed chooses: on their way through a backlog, or abreast of what is
 * published; when predictions are there whose transaction is open, or when events wait to be committed.
 */
final class Striker {
    private static final List<Integer> ALL =
            IntStream.range(0, KillStand.PARTITIONS).boxed().toList();

    /** Events that a victim commits as read before it is struck. */
    private static final int LEAST_ADVANCE = 50;

    private static final int MOST_ADVANCE = 1_500;

    /** Events of a partition that wait for a commit sooner or later: half of what comes from one to the next. */
    private static final int WITHIN_REACH = 6;

    private final Whereabouts whereabouts;
    private final Random random = new Random(KillStand.SEED);

    Striker(KillStand stand) {
        this.whereabouts = stand.whereabouts();
    }

    /** @param name of the victim, which has been started just now and does not work yet */
    Strike strike(String name, MillraceProcess victim) throws Exception {
        var partitions = new ArrayList<Integer>();
        KillStand.await(victim, "work for " + name, () -> {
            partitions.addAll(whereabouts.readBy(name));
            return !partitions.isEmpty();
        });
        boolean abreast = random.nextBoolean();
        boolean written = random.nextBoolean();
        int advance = random.nextInt(LEAST_ADVANCE, MOST_ADVANCE);
        int least = random.nextInt(1, WITHIN_REACH * partitions.size() + 1);
        awaitAdvance(victim, partitions, abreast ? LEAST_ADVANCE : advance);
        if (abreast) {
            KillStand.await(victim, "no backlog", () -> unread(partitions) <= KillStand.ROWS);
        }
        return strike(victim, partitions, () -> written ? open() >= least : unread(partitions) >= least);
    }

    /** The same where there are no transactions: predictions are there whose events are not committed as read. */
    Strike strikeAhead(MillraceProcess victim) throws Exception {
        long already = ahead();
        awaitAdvance(victim, ALL, random.nextInt(LEAST_ADVANCE, MOST_ADVANCE));
        return strike(victim, ALL, () -> ahead() > already);
    }

    private void awaitAdvance(MillraceProcess victim, List<Integer> partitions, int events) throws Exception {
        long wanted = sum(whereabouts.committed(), partitions) + events;
        KillStand.await(victim, wanted + " events read", () -> sum(whereabouts.committed(), partitions) >= wanted);
    }

    private Strike strike(MillraceProcess victim, List<Integer> partitions, Callable<Boolean> moment) throws Exception {
        var published = new AtomicReference<@Nullable Map<Integer, Long>>();
        KillStand.await(victim, "the moment", () -> {
            published.set(whereabouts.ends(KillStand.EVENTS));
            return moment.call();
        });
        victim.kill();
        return new Strike(
                partitions,
                requireNonNull(published.get()),
                whereabouts.committed(),
                whereabouts.ends(KillStand.PREDICTIONS),
                whereabouts.ends(KillStand.CHANGELOG));
    }

    /** Predictions in transactions that are open. */
    private long open() throws Exception {
        return sum(whereabouts.ends(KillStand.PREDICTIONS), ALL) - sum(whereabouts.stable(KillStand.PREDICTIONS), ALL);
    }

    /** Events that are not committed as read. */
    private long unread(List<Integer> partitions) throws Exception {
        return sum(whereabouts.ends(KillStand.EVENTS), partitions) - sum(whereabouts.committed(), partitions);
    }

    /** Predictions, where there are no transactions, less events that are committed as read. */
    private long ahead() throws Exception {
        return sum(whereabouts.ends(KillStand.PREDICTIONS), ALL) - sum(whereabouts.committed(), ALL);
    }

    private static long sum(Map<Integer, Long> offsets, List<Integer> partitions) {
        return partitions.stream()
                .mapToLong(partition -> offsets.getOrDefault(partition, 0L))
                .sum();
    }
}
