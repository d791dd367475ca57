package io.millrace.app.command;

import io.millrace.app.drift.TableDrift;
import io.millrace.app.drift.TablePair;
import io.millrace.app.report.HtmlReport;
import io.millrace.app.report.TablePage;
import io.millrace.drift.definition.Definition;
import io.millrace.drift.stats.Statistic;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace drift}: how two tables differ. */
@Command(
        name = "drift",
        description = {
            "Compares the columns of two files: CSV, JSON Lines, Avro or Parquet.",
            "Numbers equal those of the library whose definition is asked for: docs/drift-definitions.md."
        },
        mixinStandardHelpOptions = true,
        subcommands = {DriftDetectCommand.class, DriftWindowCommand.class},
        footer = {
            "",
            "Exit status: 0 no drift, 3 drift, 4 it cannot be known, 2 refused because of what was given, 1 failed.",
            "",
            "Examples:",
            "  millrace drift --reference january.csv.gz --current february.parquet --definition nannyml",
            "  millrace drift --reference january.csv.gz --current february.parquet --html february.html"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class DriftCommand implements Callable<Integer> {
    static final int DRIFT = 3;
    static final int UNKNOWN = 4;

    // required, but not of the commands below this one
    @Option(names = "--reference", paramLabel = "FILE", description = "what is taken for normal (required)")
    private @Nullable Path reference;

    @Option(names = "--current", paramLabel = "FILE", description = "what is compared with it (required)")
    private @Nullable Path current;

    @Option(
            names = "--definition",
            defaultValue = "evidently",
            paramLabel = "NAME",
            description = "evidently, nannyml, alibi or millrace (default: ${DEFAULT-VALUE})")
    private String definition;

    @Option(
            names = "--statistic",
            paramLabel = "NAME",
            description = "the same for all columns (default: what the definition chooses for each)")
    private @Nullable String statistic;

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "NAME",
            description = "what is compared (default: all columns that both files have)")
    private List<String> columns = List.of();

    @Option(
            names = "--categorical",
            split = ",",
            paramLabel = "NAME",
            description = "columns of categories that look like numbers")
    private List<String> categorical = List.of();

    @Option(
            names = "--numeric",
            split = ",",
            paramLabel = "NAME",
            description = "columns of numbers that the file keeps as texts")
    private List<String> numeric = List.of();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "also write a report to look at: all distributions side by side, the most drifted first")
    private @Nullable Path html;

    @Option(names = "--json", description = "print the comparison as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (reference == null || current == null) {
            throw refusal("give two files to compare: --reference FILE --current FILE");
        }
        var by = Definition.named(definition)
                .orElseThrow(() -> refusal("--definition: there is no " + definition + "; there are "
                        + Definition.ALL.stream().map(Definition::name).collect(Collectors.joining(", "))));
        var only = Optional.ofNullable(statistic).map(code -> Statistic.ofCode(code)
                .orElseThrow(() -> refusal("--statistic: there is no " + code + "; there are " + Statistic.codes())));
        var tables = TablePair.read(reference, current, set(columns), set(categorical), set(numeric));
        TableDrift drift;
        try {
            drift = TableDrift.of(tables, by, only);
        } catch (IllegalArgumentException e) {
            throw refusal(String.valueOf(e.getMessage()));
        }
        if (html != null) {
            HtmlReport.write(TablePage.of(tables, drift, reference.toString(), current.toString()), html);
        }
        var report = new DriftReport(tables, drift);
        var out = spec.commandLine().getOut();
        if (json) {
            report.printJson(out);
        } else {
            report.print(out);
        }
        var verdict = drift.verdict().drift();
        return verdict == null ? UNKNOWN : verdict ? DRIFT : 0;
    }

    private static Set<String> set(List<String> names) {
        return new LinkedHashSet<>(names);
    }

    private ParameterException refusal(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
