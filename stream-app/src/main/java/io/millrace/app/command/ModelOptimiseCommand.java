package io.millrace.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.gate.Gate;
import io.millrace.app.gate.Refusal;
import io.millrace.app.optimise.Comparison;
import io.millrace.app.optimise.Form;
import io.millrace.app.optimise.Forms;
import io.millrace.app.optimise.ModelFolder;
import io.millrace.app.optimise.UnusableModelException;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.PipelineFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace model optimise FILE}: smaller and quicker forms of a model, and whether they still say the same. */
@Command(
        name = "optimise",
        description = {
            "Writes the model as ONNX Runtime optimises it and, with Python's onnxruntime, with weights of eight bits;",
            "compares size, speed and scores of golden rows, and sends each form through the gate."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit status: 0 every form that there is may score, 2 one may not, or cannot be made.",
            "",
            "Example:",
            "  millrace model optimise pipelines/transactions/model/fraud.onnx --out candidates --tolerance 0.01"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ModelOptimiseCommand implements Callable<Integer> {
    private static final String NOTHING_TO_QUANTISE =
            "nothing in it can be quantised: no product of matrices with constant weights";

    @Parameters(paramLabel = "FILE", description = "the ONNX file, with its model.yaml beside it; or their folder")
    private Path file;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "gets a model folder for each form: optimised, int8")
    private Path out;

    @Option(
            names = "--pipeline",
            paramLabel = "FOLDER",
            description = "the pipeline that the model is for (default: the folder above the model's)")
    private @Nullable Path pipeline;

    @Option(
            names = "--tolerance",
            paramLabel = "NUMBER",
            description =
                    "how far scores of golden rows may lie from what they are, 0 to 1 (default: as model.yaml says)")
    private @Nullable Double tolerance;

    @Option(names = "--no-int8", description = "only what ONNX Runtime optimises; needs no Python")
    private boolean noInt8;

    @Option(
            names = "--python",
            defaultValue = "python3",
            paramLabel = "COMMAND",
            description = "a Python with the packages onnx and onnxruntime (default: ${DEFAULT-VALUE})")
    private String python;

    @Mixin
    private GateOptions gate = new GateOptions();

    @Option(names = "--json", description = "print the comparison as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /**
     * A line of the comparison, and an element of what {@code --json} prints.
     *
     * @param admitted whether the gate lets it score, or there is no need for it
     * @param problem why there is none, or why the gate refuses it; empty if neither
     */
    private record Line(
            String form,
            @Nullable String folder,
            @Nullable Long bytes,
            @Nullable Double microsPerRow,
            @Nullable Double speed,
            @Nullable Double largestDifference,
            boolean admitted,
            String problem) {
        static Line without(Form form, boolean admitted, String problem) {
            return new Line(form.code(), null, null, null, null, null, admitted, problem);
        }
    }

    @Override
    public Integer call() throws Exception {
        if (tolerance != null && !(tolerance >= 0 && tolerance <= 1)) {
            throw new ParameterException(spec.commandLine(), "--tolerance: must be from 0 to 1, was " + tolerance);
        }
        NativeCache.prepare();
        var lines = compare();
        var console = spec.commandLine().getOut();
        if (json) {
            console.println(new ObjectMapper().writeValueAsString(Map.of("forms", lines)));
        } else {
            console.println("form       bytes       us/row  speed   difference  gate");
            lines.forEach(line -> console.println(text(line)));
        }
        return lines.stream().allMatch(Line::admitted) ? 0 : Millrace.REFUSED;
    }

    private List<Line> compare() throws Exception {
        var absolute = file.toAbsolutePath().normalize();
        var folder = Files.isDirectory(absolute) ? absolute : absolute.resolveSibling("");
        var given = given(folder);
        if (!folder.equals(absolute) && !absolute.equals(given.file())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "model.yaml beside " + file + " is of " + given.manifest().file());
        }
        var home = pipeline == null ? folder.resolveSibling("") : pipeline;
        var asked = asked(home);
        var made = new EnumMap<Form, ModelFolder>(Form.class);
        var lines = new EnumMap<Form, Line>(Form.class);
        var limit = tolerance == null ? OptionalDouble.empty() : OptionalDouble.of(tolerance);
        var forms = new Forms(given, out, limit, python);
        for (var form : noInt8 ? EnumSet.of(Form.GIVEN, Form.OPTIMISED) : EnumSet.allOf(Form.class)) {
            try {
                var written = forms.write(form);
                written.ifPresent(model -> made.put(form, model));
                if (written.isEmpty()) {
                    lines.put(form, Line.without(form, true, NOTHING_TO_QUANTISE));
                }
            } catch (UnusableModelException e) {
                lines.put(form, Line.without(form, false, String.valueOf(e.getMessage())));
            }
        }
        var results = new Comparison(made, asked.score(), asked.batch().rows()).run();
        for (var form : made.entrySet()) {
            var result = Objects.requireNonNull(results.get(form.getKey()));
            lines.put(
                    form.getKey(),
                    line(form.getKey(), form.getValue(), result, refusals(home, form.getValue(), gate.gate())));
        }
        return List.copyOf(lines.values());
    }

    private ModelFolder given(Path folder) {
        try {
            return ModelFolder.read(folder);
        } catch (UnusableModelException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private ModelReference asked(Path home) throws Exception {
        if (!Files.isRegularFile(home.resolve(PipelineFolder.FILE))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no " + PipelineFolder.FILE + " in " + home
                            + ": name the pipeline that the model is for (--pipeline)");
        }
        var reference = gate.read(home, EnumSet.of(Part.MODEL)).model();
        if (reference == null) {
            throw new ParameterException(
                    spec.commandLine(), home + " has no model: nobody says which number is the score");
        }
        return reference;
    }

    private static String refusals(Path home, ModelFolder model, Gate gate) throws Exception {
        var verdict = PipelineFolder.check(home, Optional.of(model.folder()), gate, null);
        return String.join(
                "; ",
                verdict.verdict().refusals().stream().map(Refusal::message).toList());
    }

    private static Line line(Form form, ModelFolder model, Comparison.Result result, String refusals) throws Exception {
        return new Line(
                form.code(),
                model.folder().toString(),
                model.bytes(),
                result.microsPerRow(),
                result.speed(),
                result.largestDifference(),
                refusals.isEmpty(),
                refusals);
    }

    private static String text(Line line) {
        return line.bytes() == null
                ? String.format(Locale.ROOT, "%-9s  not made: %s", line.form(), line.problem())
                : String.format(
                        Locale.ROOT,
                        "%-9s  %-10d  %6.2f  %5.2fx  %10.3g  %s",
                        line.form(),
                        line.bytes(),
                        line.microsPerRow(),
                        line.speed(),
                        line.largestDifference(),
                        line.admitted() ? "may score" : "refused: " + line.problem());
    }
}
