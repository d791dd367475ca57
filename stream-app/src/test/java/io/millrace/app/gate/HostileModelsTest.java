package io.millrace.app.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.model.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every model that must not score, while one that may goes on. */
class HostileModelsTest {
    private static final double[] ROW = {12.5, 0.0, 10.0};
    private static final long MOST_GROWTH_BYTES = 200L << 20;

    @Test
    void everyOneIsRefusedByTheChecksThatAreForItAndTheModelAtWorkGoesOn() throws Exception {
        // Given
        var gate = new Gate(TrustedKeys.NONE);
        var trusting = new Gate(TrustedKeys.read(Hostile.folder().resolve("trusted.pem")));
        var actual = new TreeMap<String, Set<String>>();
        var good = Hostile.candidate("good");
        try (var model = OnnxModel.open(good.folder(), good.manifest(), good.score(), Hostile.FEATURES);
                var scorer = model.newScorer(1)) {
            scorer.put(0, ROW);
            scorer.run(1);
            var score = scorer.score(0);
            var before = residentBytes();

            // When
            for (var name : Hostile.expected().keySet()) {
                var candidate = Hostile.candidate(name);
                var verdict = (name.startsWith("signed") ? trusting : gate).admit(patient(candidate));
                actual.put(name, Hostile.codes(verdict));
                scorer.run(1);
                assertThat(scorer.score(0)).isEqualTo(score);
                assertThat(verdict.refusals()).allSatisfy(refusal -> assertThat(refusal.told())
                        .hasSizeLessThan(2_000)
                        .doesNotContainPattern("\\p{Cntrl}"));
            }

            // Then
            assertThat(residentBytes() - before).isLessThan(MOST_GROWTH_BYTES);
        }
        assertThat(actual).isEqualTo(Hostile.expected());
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    /** What never comes to an end need not be waited for long. */
    private static Candidate patient(Candidate candidate) {
        var busy = candidate.folder().endsWith("busy");
        var limits = new GateLimits(1 << 20, Duration.ofSeconds(busy ? 4 : 60), 1L << 30);
        return new Candidate(
                candidate.folder(),
                candidate.manifestText(),
                candidate.manifest(),
                candidate.score(),
                candidate.features(),
                candidate.rows(),
                limits);
    }

    private static long residentBytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .max()
                    .orElseThrow();
        }
    }

    @Test
    void theyAreSmall() throws IOException {
        try (var files = Files.walk(Hostile.folder())) {
            assertThat(files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum())
                    .isLessThan(200_000);
        }
        assertThat(Hostile.bytes("three-gigabytes")).hasSizeLessThanOrEqualTo(142);
    }
}
