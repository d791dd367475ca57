package io.millrace.app.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.topology.Payments;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no broker; the rest is proven on a real one. */
class PipelineRuntimeTest {
    private final Path stateDir;

    PipelineRuntimeTest(@TempDir Path stateDir) {
        this.stateDir = stateDir;
    }

    @Test
    void isNotReadyBeforeItStarts() {
        try (var runtime = new PipelineRuntime(Payments.PIPELINE, PipelineDriver.settings(stateDir))) {
            assertThat(runtime.httpPort()).isPositive();
            assertThat(runtime.ready()).isFalse();
            assertThat(runtime.exit()).isNotDone();
        }
    }

    @Test
    void refusesARoleThatItsPipelineDoesNotSetUp() {
        var whole = Payments.PIPELINE;
        var unwatched = new Pipeline(
                whole.folder(),
                whole.name(),
                whole.definitions(),
                whole.plan(),
                whole.topics(),
                whole.predictions(),
                whole.model(),
                null,
                null,
                whole.rollout());
        try (var runtime = new PipelineRuntime(unwatched, PipelineDriver.settings(stateDir))) {
            assertThatThrownBy(() -> runtime.start(Clock.systemUTC()))
                    .isInstanceOf(StartupRefusedException.class)
                    .hasMessageContaining("role MONITOR: pipeline.yaml has no section monitor");
        }
    }

    @Test
    void endsWellWhenItIsClosedAndStaysClosed() {
        var runtime = new PipelineRuntime(Payments.PIPELINE, PipelineDriver.settings(stateDir));

        runtime.close();
        runtime.close();

        assertThat(runtime.exit()).isCompletedWithValue(0);
    }
}
