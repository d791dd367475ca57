package io.millrace.benchmarks.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DriftStudyTest {
    private static final StudySize SMALL = new StudySize(400, 4, 15, 6, 1, 0);

    private static List<StudyPart> parts;

    @BeforeAll
    static void study() {
        parts = study(7);
    }

    private static List<StudyPart> study(long seed) {
        return new DriftStudy(seed, List.of(SMALL)).run(done -> {});
    }

    private static Found found(String reads, String settings, int hold) {
        return parts.stream()
                .filter(part -> part.reads().equals(reads))
                .flatMap(part -> part.found().stream())
                .filter(found -> found.settings().equals(settings) && found.hold() == hold)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        assertThat(StudyJson.of(7, study(7))).isEqualTo(StudyJson.of(7, parts));
        assertThat(StudyJson.of(7, study(8))).isNotEqualTo(StudyJson.of(7, parts));
    }

    @Test
    void anObviousShiftIsFoundAsSoonAsAnAlertIsHeld() {
        for (int hold = 1; hold <= 3; hold++) {
            assertThat(found("features", "default", hold).delays().get("mean + 1.0 sd"))
                    .isEqualTo(Collections.nCopies(SMALL.runs(), hold));
            assertThat(found("features", "learnt, false-discovery 0.05", hold)
                            .delays()
                            .get("mean + 1.0 sd"))
                    .isEqualTo(Collections.nCopies(SMALL.runs(), hold));
            assertThat(found("outcomes", "auc worse-by 0.05", hold).delays().get(ConceptStudy.name(0.5)))
                    .isEqualTo(Collections.nCopies(SMALL.runs(), hold));
        }
    }

    @Test
    void aShiftThatGrowsIsFoundLaterThanOneAtOnce() {
        var found = found("features", "learnt, false-discovery 0.05", 2);
        assertThat(found.within("mean + 1.0 sd within 20 windows", 0.5))
                .isGreaterThan(found.within("mean + 1.0 sd", 0.5));
    }

    @Test
    void theMoreWindowsAnAlertIsHeldTheFewerAreFalse() {
        var once = found("features", "learnt", 1);
        assertThat(once.calmWindows()).isEqualTo((long) SMALL.runs() * SMALL.calmWindows());
        assertThat(once.falseAlarms()).isPositive();
        assertThat(found("features", "learnt", 3).falseAlarms()).isLessThan(once.falseAlarms());
        assertThat(found("features", "learnt, false-discovery 0.05", 1).falseAlarms())
                .isLessThan(once.falseAlarms());
        assertThat(found("features", "default", 3).falseAlarms()).isZero();
    }

    @Test
    void whatIsExpectedFromScoresDoesNotSeeThatOutcomesHaveChanged() {
        assertThat(found("outcomes", "expected AUC (CBPE) outside its band", 2).shareNeverFound(ConceptStudy.name(0.5)))
                .isEqualTo(1);
    }

    @Test
    void theTableHasALineForEachOfWhatIsCompared() {
        long compared = parts.stream().mapToLong(part -> part.found().size()).sum();
        assertThat(StudyTable.of(parts).lines().filter(line -> line.matches("\\| [\\w ,.()-]+ \\| [123] \\|.*")))
                .hasSize((int) compared);
    }
}
