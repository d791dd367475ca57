package io.millrace.app.gate;

import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.InvalidModelException.Mismatch;
import io.millrace.app.model.ManifestFile;
import io.millrace.app.model.ModelFailedException;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.ScoreOutput;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * The program of a probe: loads one model, scores its golden rows, answers and ends. It may die of that at any point, which
 * is what it is for.
 */
public final class ProbeMain {
    /** Where ONNX Runtime's native library is, handed over in the environment because a command line must stay short. */
    static final String NATIVE_PATH = "MILLRACE_PROBE_NATIVE_PATH";

    /** The key of what went wrong after the golden rows. */
    static final String WARM_UP = "warm-up";

    static final String NATIVE_PROPERTY = "onnxruntime.native.path";
    private static final int ROUNDS = 200;
    private static final long WARM_UP_NANOS = 500_000_000;

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
        try (var model = OnnxModel.open(request.model(), manifest, score, manifest.features())) {
            return warmUp(model);
        } catch (InvalidModelException e) {
            return new ProbeAnswer(e.mismatches(), 0);
        }
    }

    /** Golden rows again and again: an answer must not depend on what was asked before. */
    private static ProbeAnswer warmUp(OnnxModel model) {
        var manifest = model.manifest();
        var nanos = new long[ROUNDS];
        int round = 0;
        var start = System.nanoTime();
        try (var scorer = model.newScorer()) {
            for (; round < ROUNDS && System.nanoTime() - start < WARM_UP_NANOS; round++) {
                var golden = manifest.golden().get(round % manifest.golden().size());
                var row = golden.row().stream().mapToDouble(Double::doubleValue).toArray();
                var before = System.nanoTime();
                var actual = scorer.score(row);
                nanos[round] = System.nanoTime() - before;
                if (!(Math.abs(actual - golden.score()) <= manifest.tolerance())) { // so that NaN fails too
                    return refusal("golden row " + round % manifest.golden().size() + ", asked again, gives " + actual);
                }
            }
        } catch (ModelFailedException e) {
            return refusal("a golden row, asked again, gives no score: " + e.getMessage());
        }
        Arrays.sort(nanos, 0, round);
        return new ProbeAnswer(List.of(), nanos[round / 2] / 1e3);
    }

    private static ProbeAnswer refusal(String message) {
        return new ProbeAnswer(List.of(new Mismatch(WARM_UP, message)), 0);
    }
}
