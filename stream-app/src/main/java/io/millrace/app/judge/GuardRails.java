package io.millrace.app.judge;

import io.millrace.app.journal.Journal;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.rollout.RolloutState;
import io.millrace.app.topology.CallWatch;
import io.millrace.app.topology.ScoredBy;
import io.millrace.app.topology.Variant;
import io.millrace.drift.judge.GuardSettings;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches every call of all versions that are tried, at one instance: all tasks of it together are one stream of rows. Of a champion only some
 * scores are kept, to compare with. Safe for concurrent use.
 */
public final class GuardRails implements CallWatch.Watchers, AutoCloseable {
    /** More champions than a task keeps open at a time. */
    private static final int CHAMPIONS_KEPT = 16;

    private final GuardSettings settings;
    private final Supplier<RolloutState> state;
    private final Alarm alarm;
    private final Map<String, Watched> watched = lately();
    private final Map<String, RecentScores> champions = lately();

    /**
     * Guard rails of one instance.
     *
     * @param settings of a whole trial, wherever it is scored
     * @param streams most instances that may score, 1 or more: each has its part of the alarm rate
     * @param state what the instance knows
     * @param alarm is told what they see
     */
    GuardRails(GuardSettings settings, int streams, Supplier<RolloutState> state, Alarm alarm) {
        this.settings = new GuardSettings(
                settings.alarmRate() / streams, settings.maxErrorShare(), settings.maxP99(), settings.maxShift());
        this.state = state;
        this.alarm = alarm;
    }

    /**
     * Guard rails that end a contest in which a limit was exceeded, by an order of their own.
     *
     * @param pipeline that is scored
     * @param partitions of its event topic
     * @param state what the instance knows
     * @return to be closed by the caller
     */
    public static GuardRails of(
            Pipeline pipeline,
            Journal journal,
            int partitions,
            Supplier<RolloutState> state,
            JudgeListener listener,
            Clock clock) {
        var rollBacks = new RollBacks(() -> Orders.open(journal, pipeline.scoringGroup(), partitions, clock), listener);
        return new GuardRails(pipeline.rollout().guard(), partitions, state, rollBacks);
    }

    private static <T> Map<String, T> lately() {
        return new LinkedHashMap<>(CHAMPIONS_KEPT, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > CHAMPIONS_KEPT;
            }
        };
    }

    @Override
    public synchronized CallWatch of(ScoredBy by) {
        if (by.variant() == Variant.FALLBACK) {
            return CallWatch.NOBODY;
        }
        return by.variant() == Variant.CHAMPION
                ? champion(by.digest())
                : watched.computeIfAbsent(by.digest(), Watched::new);
    }

    private synchronized RecentScores champion(String digest) {
        return champions.computeIfAbsent(digest, first -> new RecentScores());
    }

    @Override
    public void close() {
        alarm.close();
    }

    /** A version that is tried, perhaps again and again. */
    private final class Watched implements CallWatch {
        private final String version;
        private @Nullable Contest contest;
        private @Nullable VersionGuard guard;
        private volatile @Nullable VersionGuard dealtWith; // its alarm

        private Watched(String version) {
            this.version = version;
        }

        @Override
        public synchronized void called(int rows, long latestMillis, IntToDoubleFunction scores, long nanos) {
            var known = state.get();
            var now = Contest.of(version, known.timeline(), latestMillis);
            if (now.isEmpty()) {
                return; // it is over, and some event is late
            }
            var current = guard;
            if (current == null || isNewer(now.get()) || isOnAgain(now.get(), known)) {
                var against = champion(now.get().champion());
                current = new VersionGuard(settings, against::reference);
                contest = now.get();
                guard = current;
                alarm.watching(now.get());
            }
            if (now.get().equals(contest)) {
                var told = current;
                current.called(rows, scores, nanos)
                        .ifPresent(verdict -> alarm.exceeded(now.get(), verdict, () -> dealtWith = told));
            }
        }

        private boolean isNewer(Contest other) {
            return contest == null || other.fromMillis() > contest.fromMillis();
        }

        /** A trial that was begun anew before there was an event after its end has never ended, for events. */
        private boolean isOnAgain(Contest now, RolloutState known) {
            return guard != null && guard == dealtWith && now.equals(contest) && now.isOn(known);
        }
    }
}
