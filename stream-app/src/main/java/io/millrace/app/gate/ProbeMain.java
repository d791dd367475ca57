package io.millrace.app.gate;

import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.ManifestFile;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.ScoreOutput;
import io.millrace.app.model.WarmUp;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * The program of a probe: loads one model, scores its golden rows, answers and ends. It may die of that at any point, which
 * is what it is for.
 */
public final class ProbeMain {
    /** Where ONNX Runtime's native library is, handed over in the environment because a command line must stay short. */
    static final String NATIVE_PATH = "MILLRACE_PROBE_NATIVE_PATH";

    static final String NATIVE_PROPERTY = "onnxruntime.native.path";

    private ProbeMain() {}

    public static void main(String[] arguments) throws IOException {
        var out = System.out;
        System.setOut(new PrintStream(System.err, true)); // the answer is all that may stand there
        var request = ProbeRequest.readFrom(System.in);
        endAfter(request.millis());
        var path = System.getenv(NATIVE_PATH);
        if (path != null) {
            System.setProperty(NATIVE_PROPERTY, path);
        }
        answer(request).writeTo(out);
        out.flush();
        // Not by System.exit: its hooks would take ONNX Runtime down in order, which the end of the process does too.
        Runtime.getRuntime().halt(0);
    }

    /** A probe whose parent was killed is nobody's to end. */
    private static void endAfter(long millis) {
        var watch = new Thread(
                () -> {
                    try {
                        Thread.sleep(millis);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(1);
                },
                "deadline");
        watch.setDaemon(true);
        watch.start();
    }

    private static ProbeAnswer answer(ProbeRequest request) {
        var manifest = YamlDocument.parse(request.manifest(), ManifestFile.NAME, new Problems())
                .flatMap(ManifestFile::read)
                .orElseThrow(() -> new IllegalArgumentException("the manifest cannot be read"));
        var score = ScoreOutput.parse(request.score()).orElseThrow();
        try (var model = OnnxModel.open(request.model(), manifest, score, request.features())) {
            return new ProbeAnswer(List.of(), WarmUp.micros(model, request.rows()));
        } catch (InvalidModelException e) {
            return new ProbeAnswer(e.mismatches(), 0);
        }
    }
}
