package io.millrace.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.gate.Check;
import io.millrace.app.gate.Refusal;
import io.millrace.app.pipeline.ModelVerdict;
import io.millrace.app.pipeline.PipelineFolder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace model check FOLDER}: every check of the gate, with what came of it. */
@Command(
        name = "check",
        description = "Sends a model through the checks it must pass before it may score, and says what came of each.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit status: 0 the model may score, 2 it may not.",
            "",
            "Example:",
            "  millrace model check pipelines/transactions --model candidates/fraud-4 --trusted-keys release.pem"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ModelCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", description = "the pipeline folder")
    private Path folder;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "check the model in this folder for use with the pipeline (default: the pipeline's own)")
    private @Nullable Path model;

    @Mixin
    private GateOptions gate = new GateOptions();

    @Option(names = "--json", description = "print the verdict as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        NativeCache.prepare();
        var verdict = PipelineFolder.check(
                folder, Optional.ofNullable(model), gate.gate(), GateOptions.kept(NativeCache.models()));
        var results = Arrays.stream(Check.values())
                .map(check -> Result.of(check, verdict))
                .toList();
        var admitted = verdict.problems().isEmpty();
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper()
                    .writeValueAsString(new Answer(
                            admitted,
                            verdict.name(),
                            verdict.version(),
                            verdict.sha256(),
                            results,
                            verdict.reasons().orElse(null))));
        } else {
            results.forEach(result -> out.println(result.line()));
            verdict.reasons().ifPresent(told -> out.println("reasons: " + told));
            verdict.problems().forEach(out::println);
            out.println(verdict.name() + " " + verdict.version()
                    + (admitted ? ": may score" : ": may not score, refused by " + refusing(verdict)));
        }
        return admitted ? 0 : Millrace.REFUSED;
    }

    private static String refusing(ModelVerdict verdict) {
        return verdict.verdict().refusals().stream()
                .map(refusal -> refusal.check().code())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** What {@code --json} prints. */
    private record Answer(
            boolean admitted,
            String name,
            String version,
            String sha256,
            List<Result> checks,
            @Nullable String reasons) {}

    private record Result(String check, String result, String promise, String note, List<String> reasons) {
        static Result of(Check check, ModelVerdict verdict) {
            var reasons = verdict.verdict().refusals().stream()
                    .filter(refusal -> refusal.check() == check)
                    .map(Refusal::message)
                    .toList();
            var passed = verdict.verdict().passed(check);
            var result = !reasons.isEmpty() ? "refused" : passed.isPresent() ? "passed" : "skipped";
            return new Result(
                    check.code(),
                    result,
                    check.promise(),
                    passed.map(p -> p.note()).orElse(""),
                    reasons);
        }

        String line() {
            return String.format("%-14s  %-7s  %s%s", check, result, promise, note.isEmpty() ? "" : ": " + note);
        }
    }
}
