package io.millrace.app.rollout;

import static io.millrace.app.rollout.Log.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.rollout.Change.Ab;
import io.millrace.app.rollout.Change.Canary;
import io.millrace.app.rollout.Change.Promote;
import io.millrace.app.rollout.Change.RollBack;
import io.millrace.app.rollout.Change.Shadow;
import io.millrace.app.rollout.Entry.Changed;
import io.millrace.app.rollout.Entry.NotLoaded;
import io.millrace.app.rollout.Entry.Prepared;
import io.millrace.app.rollout.Entry.Reached;
import io.millrace.app.rollout.Entry.Refused;
import io.millrace.app.rollout.Entry.Registered;
import io.millrace.app.rollout.Entry.Retired;
import io.millrace.app.rollout.RolloutState.Standing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RolloutStateTest {
    private static final Share TENTH = new Share(1_000);

    private final Log log = new Log();

    @BeforeEach
    void aChampionAndTwoOthers() {
        log.begin('a');
        log.register('b');
        log.register('c');
    }

    private Plan at(long millis) {
        return log.state().timeline().at(millis).orElseThrow();
    }

    private Standing standing(char digit) {
        return log.state().find(digest(digit)).orElseThrow().standing();
    }

    private static Canary canary(char digit, Share share) {
        return new Canary(digest(digit), share, List.of());
    }

    private static Ab ab(char first, int firstSlots, char second, int secondSlots) {
        var shares = new LinkedHashMap<String, Share>();
        shares.put(digest(first), new Share(firstSlots));
        shares.put(digest(second), new Share(secondSlots));
        return new Ab(shares);
    }

    @Test
    void theFirstChampionScoresAllEventsThereEverWere() {
        assertThat(at(0).champion()).isEqualTo(digest('a'));
        assertThat(log.state().timeline().at(-1)).isEmpty();
    }

    @Test
    void aPromotionHoldsFromItsTimeOnAndNotAMillisecondEarlier() {
        assertThat(log.change(new Promote(digest('b')), 1_000)).isNull();

        assertThat(at(999).champion()).isEqualTo(digest('a'));
        assertThat(at(1_000).champion()).isEqualTo(digest('b'));
        assertThat(at(1_000).previous()).isEqualTo(digest('a'));
    }

    @Test
    void nothingChangesForATimeThatHasBeenScored() {
        var preparation = log.prepare(1_000, 500);

        assertThat(log.write(new Changed(log.note(), preparation, new Promote(digest('b')), 1_000)))
                .contains("events up to 1970-01-01T00:00:01Z have been scored");
        assertThat(at(1_000).champion()).isEqualTo(digest('a'));
        assertThat(log.state().preparation()).as("it has been decided").isNull();
    }

    @Test
    void theMillisecondBehindWhatHasBeenScoredIsEarlyEnough() {
        var preparation = log.prepare(1_000, 500);

        assertThat(log.write(new Changed(log.note(), preparation, new Promote(digest('b')), 1_001)))
                .isNull();
    }

    @Test
    void nothingChangesUntilAllPartitionsHaveAnswered() {
        var note = log.note();
        log.taken(new Prepared(note, 3));
        log.taken(new Reached(log.note(), note.id(), "one", Map.of(0, 5L, 2, 7L)));

        assertThat(log.write(new Changed(log.note(), note.id(), new Promote(digest('b')), 1_000)))
                .contains("[1]");
        assertThat(at(1_000).champion()).isEqualTo(digest('a'));
    }

    @Test
    void aChangeThatNobodyPreparedIsRefused() {
        assertThat(log.write(new Changed(log.note(), null, new Promote(digest('b')), 1_000)))
                .contains("commands");
        assertThat(log.write(new Changed(log.note(), "id-99", new Promote(digest('b')), 1_000)))
                .contains("decided or withdrawn");
    }

    @Test
    void ofTwoChangesAtTheSameMomentTheSecondIsRefusedAndTheFirstGoesOn() {
        var first = log.note();
        log.taken(new Prepared(first, 1));

        assertThat(log.write(new Prepared(log.note(), 1))).contains("another change is being decided, which ann wants");
        log.taken(new Reached(log.note(), first.id(), "one", Map.of(0, -1L)));
        assertThat(log.write(new Changed(log.note(), first.id(), new Promote(digest('b')), 0)))
                .isNull();
    }

    @Test
    void whatWasWithdrawnCannotBeDecidedAnyMore() {
        var preparation = log.prepare(1, 2);
        log.taken(log.withdrawn(preparation));

        assertThat(log.write(new Changed(log.note(), preparation, new Promote(digest('b')), 1_000)))
                .contains("withdrawn");
        assertThat(log.write(log.withdrawn(preparation))).contains("withdrawn");
    }

    @Test
    void theFurthestThatAnyPartitionHasComeCountsAlsoIfSomebodyKnewLess() {
        var preparation = log.prepare(100, 200);
        log.taken(new Reached(log.note(), preparation, "a zombie", Map.of(1, 50L)));

        assertThat(log.write(new Changed(log.note(), preparation, new Promote(digest('b')), 200)))
                .isNotNull();
    }

    @Test
    void versionsThatNobodyKnowsOrThatWereRefusedOrRetiredGetNoWork() {
        log.taken(new Refused(log.note(), Log.version('d'), List.of("golden: row 0 differs")));
        log.taken(new Retired(log.note(), digest('c')));

        assertThat(log.change(new Promote(digest('9')), 1_000)).contains("no version with the digest");
        assertThat(log.change(new Promote(digest('d')), 1_000))
                .contains("fraud vd (dddddddd) was refused by the gate: [golden: row 0 differs]");
        assertThat(log.change(canary('c', TENTH), 1_000)).contains("is retired");
        assertThat(at(1_000).champion()).isEqualTo(digest('a'));
    }

    @Test
    void aCanaryGrowsAndKeepsItsEntitiesAndIsThenTheChampion() {
        assertThat(log.change(canary('b', TENTH), 1_000)).isNull();
        assertThat(log.change(canary('b', new Share(5_000)), 2_000)).isNull();
        assertThat(log.change(canary('b', Share.WHOLE), 3_000)).isNull();

        int tenth = 0;
        for (int i = 0; i < 10_000; i++) {
            var entity = "c-" + i;
            if (at(1_000).versionFor(entity).equals(digest('b'))) {
                tenth++;
                assertThat(at(2_000).versionFor(entity)).isEqualTo(digest('b'));
            }
        }
        assertThat(tenth).isBetween(900, 1_100);
        assertThat(at(3_000).champion()).isEqualTo(digest('b'));
        assertThat(at(3_000).trial()).isNull();
    }

    @Test
    void aCanaryTakesItsStepsByItself() {
        var steps = List.of(
                new Canary.Step(new Share(5_000), Duration.ofSeconds(1)),
                new Canary.Step(Share.WHOLE, Duration.ofSeconds(2)));
        assertThat(log.change(new Canary(digest('b'), TENTH, steps), 1_000)).isNull();

        assertThat(at(1_999).shareOf(digest('b'))).contains(TENTH);
        assertThat(at(2_000).shareOf(digest('b'))).contains(new Share(5_000));
        assertThat(at(3_000).champion()).isEqualTo(digest('b'));
    }

    @Test
    void stepsMustComeOneAfterTheOtherAndNoneAfterTheLast() {
        var same =
                List.of(new Canary.Step(TENTH, Duration.ofSeconds(1)), new Canary.Step(TENTH, Duration.ofSeconds(1)));
        var after = List.of(
                new Canary.Step(Share.WHOLE, Duration.ofSeconds(1)), new Canary.Step(TENTH, Duration.ofSeconds(2)));

        assertThat(log.change(new Canary(digest('b'), TENTH, same), 1_000)).contains("later than the one before");
        assertThat(log.change(new Canary(digest('b'), TENTH, after), 1_000)).contains("nothing comes after 100%");
        assertThat(log.state().timeline().plans()).hasSize(1);
    }

    @Test
    void aRollbackCallsOffTheStepsToCome() {
        log.change(new Canary(digest('b'), TENTH, List.of(new Canary.Step(Share.WHOLE, Duration.ofSeconds(9)))), 1_000);

        assertThat(log.change(new RollBack(), 2_000)).isNull();

        assertThat(at(1_999).trial()).isNotNull();
        assertThat(at(2_000).trial()).isNull();
        assertThat(at(100_000).champion()).isEqualTo(digest('a'));
    }

    @Test
    void thereIsOneTrialAtATime() {
        log.change(canary('b', TENTH), 1_000);

        assertThat(log.change(canary('c', TENTH), 2_000)).contains("another trial is on");
        assertThat(log.change(ab('b', 100, 'c', 100), 2_000)).contains("another trial is on");
        assertThat(log.change(canary('a', TENTH), 2_000)).contains("champion already");
    }

    @Test
    void aComparisonMayGrowAndGainVersionsAndLosesNone() {
        assertThat(log.change(new Ab(Map.of(digest('b'), TENTH)), 1_000)).isNull();
        assertThat(log.change(ab('b', 2_000, 'c', 1_000), 2_000)).isNull();
        assertThat(log.change(new Ab(Map.of(digest('c'), TENTH)), 3_000)).contains("name all of its versions");

        for (int i = 0; i < 5_000; i++) {
            if (at(1_000).versionFor("e" + i).equals(digest('b'))) {
                assertThat(at(2_000).versionFor("e" + i)).isEqualTo(digest('b'));
            }
        }
        assertThat(log.change(ab('b', 6_000, 'c', 4_001), 4_000)).contains("more than 100%");
    }

    @Test
    void aRollbackEndsATrialAndOtherwiseReturnsToTheChampionBefore() {
        log.change(new Promote(digest('b')), 1_000);
        log.change(canary('c', TENTH), 2_000);

        assertThat(log.change(new RollBack(), 3_000)).isNull();
        assertThat(at(3_000)).isEqualTo(new Plan(digest('b'), digest('a'), null, List.of()));
        assertThat(log.change(new RollBack(), 4_000)).isNull();
        assertThat(at(4_000).champion()).isEqualTo(digest('a'));
    }

    @Test
    void whereThereIsNothingToReturnToARollbackIsRefused() {
        assertThat(log.change(new RollBack(), 1_000)).contains("nothing to go back to");
    }

    @Test
    void aPromotionForLaterIsCalledOffByARollbackBefore() {
        log.change(new Promote(digest('b')), 1_000_000);

        assertThat(log.change(new RollBack(), 1_000)).isNull();

        assertThat(at(2_000_000).champion()).isEqualTo(digest('a'));
    }

    @Test
    void aShadowAnswersNobodyAndEndsWhenItIsRetired() {
        assertThat(log.change(new Shadow(digest('b')), 1_000)).isNull();
        assertThat(at(1_000).shadows()).containsExactly(digest('b'));
        assertThat(at(1_000).versionFor("anybody")).isEqualTo(digest('a'));
        assertThat(log.change(new Shadow(digest('b')), 2_000)).contains("at work already");

        log.taken(new Retired(log.note(), digest('b')));

        assertThat(at(1_000).shadows()).isEmpty();
    }

    @Test
    void aShadowThatIsPromotedIsNoShadowAnyMore() {
        log.change(new Shadow(digest('b')), 1_000);
        log.change(new Promote(digest('b')), 2_000);

        assertThat(at(2_000)).isEqualTo(new Plan(digest('b'), digest('a'), null, List.of()));
    }

    @Test
    void whatAnswersCannotBeRetired() {
        log.change(canary('b', TENTH), 1_000);

        assertThat(log.write(new Retired(log.note(), digest('a')))).contains("is the champion");
        assertThat(log.write(new Retired(log.note(), digest('b')))).contains("is on trial");
        assertThat(log.write(new Retired(log.note(), digest('c')))).isNull();
    }

    @Test
    void aVersionIsRegisteredOnceAndAgainWhenItWasRetired() {
        assertThat(log.write(new Registered(log.note(), Log.version('b'), List.of())))
                .contains("registered already");
        log.taken(new Retired(log.note(), digest('b')));

        assertThat(log.write(new Registered(log.note(), Log.version('b'), List.of())))
                .isNull();
    }

    @Test
    void ofManyIdleVersionsTheLongestKnownAreRetired() {
        for (char digit : "0123456789".toCharArray()) {
            log.register(digit);
        }

        assertThat(standing('a')).as("champion").isEqualTo(Standing.REGISTERED);
        assertThat(standing('b')).isEqualTo(Standing.RETIRED);
        assertThat(standing('1')).isEqualTo(Standing.RETIRED);
        assertThat(standing('2')).isEqualTo(Standing.REGISTERED);
    }

    @Test
    void whatInstancesHaveAtHandIsRemembered() {
        log.taken(log.loaded('b', "one"));
        log.taken(new NotLoaded(log.note(), digest('b'), "two", List.of("probe: no memory")));

        assertThat(log.state().find(digest('b')).orElseThrow().instances())
                .containsExactly(Map.entry("one", List.of()), Map.entry("two", List.of("probe: no memory")));
        assertThat(log.write(log.loaded('9', "one"))).contains("no version");
    }

    @Test
    void versionsAreCalledByVersionNameOrDigest() throws Exception {
        var state = log.state();

        assertThat(state.called("vb").version()).isEqualTo(Log.version('b'));
        assertThat(state.called("fraud:vb").version()).isEqualTo(Log.version('b'));
        assertThat(state.called("bbbbbbbb").version()).isEqualTo(Log.version('b'));
        assertThatThrownBy(() -> state.called("bbbbbbb"))
                .hasMessageContaining("no version \"bbbbbbb\"; known are fraud va (aaaaaaaa), ");
        var twice = new ModelVersion("other", "vb", digest('d'), "p[1]", 0.5, "elsewhere");
        log.taken(new Registered(log.note(), twice, List.of()));
        assertThatThrownBy(() -> log.state().called("vb")).hasMessageContaining("name it by its digest");
    }

    @Test
    void beforeThereIsAChampionNothingElseCanBe() {
        var empty = new Log();
        empty.register('a');

        assertThat(empty.write(new Changed(empty.note(), null, new Shadow(digest('a')), 0)))
                .contains("no champion");
        assertThat(empty.write(new Changed(empty.note(), null, new Promote(digest('a')), 5)))
                .contains("no champion");
        assertThat(empty.write(new Changed(empty.note(), null, new Promote(digest('a')), 0)))
                .isNull();
        assertThat(empty.write(new Changed(empty.note(), null, new Promote(digest('a')), 0)))
                .as("of two instances that begin together")
                .isNotNull();
    }
}
