package io.millrace.app.gate;

import io.millrace.app.gate.Verdict.Passed;
import io.millrace.app.model.OnnxModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a model must pass before it may score. Everything that can be seen without running it is looked at first, and all of
 * it told at once; only then is it run, in a process of its own. What cannot be shown to be right is refused. Nothing in
 * this process is loaded, replaced or closed by any of it, so a model that is at work goes on whatever the verdict.
 *
 * <p>Safe for concurrent use.
 */
public final class Gate {
    private final TrustedKeys keys;
    private final Trial trial;

    /** @param keys whose holders may release models; with none, models need no signature */
    public Gate(TrustedKeys keys) {
        this(keys, new Probe(ProbeMain.class));
    }

    Gate(TrustedKeys keys, Trial trial) {
        this.keys = keys;
        this.trial = trial;
    }

    /**
     * Why a profile's signature is not accepted: who may release models may say what is ordinary for them, and nobody else.
     *
     * @param file the profile
     * @param text what was read from it; this text is what the signature is of
     * @return empty if it is, or if no key is trusted and so none is asked for
     */
    public Optional<String> profileSignatureProblem(Path file, String text) {
        return FileSignature.problem(file, text, "profiles", keys);
    }

    /**
     * Says whether a model may score. ONNX Runtime's native library has been prepared. Blocks for as long as the candidate's
     * limits allow at most; an interrupt ends it with a refusal and leaves the thread interrupted.
     *
     * <p>Admitted are the bytes with the manifest's digest. Whoever loads the model afterwards compares that digest with what
     * it loads, and then loads what was tried here.
     */
    public Verdict admit(Candidate candidate) {
        var refusals = new ArrayList<Refusal>();
        var bytes = ModelFile.read(candidate, refusals);
        refusals.addAll(ManifestSignature.refusals(candidate, keys));
        bytes.ifPresent(model -> {
            refusals.addAll(ModelFile.digestRefusals(candidate, model));
            refusals.addAll(ModelScan.refusals(model, candidate.limits().memory()));
        });
        var outcome = bytes.filter(model -> refusals.isEmpty()).map(model -> trial.run(candidate, model));
        refusals.addAll(outcome.map(Trial.Outcome::refusals).orElseGet(() -> featureRefusals(candidate)));
        var reached = EnumSet.allOf(Check.class);
        if (outcome.isEmpty()) {
            reached.removeAll(EnumSet.range(Check.PROBE, Check.WARM_UP));
        }
        if (bytes.isEmpty()) {
            reached.retainAll(EnumSet.of(Check.SIGNATURE));
        }
        if (keys.isEmpty()) {
            reached.remove(Check.SIGNATURE); // nobody asked for one
        }
        var passed = passed(reached, refusals).stream()
                .map(check -> new Passed(check, note(check, bytes, outcome)))
                .toList();
        return refusals.isEmpty() ? new Verdict.Admitted(passed) : new Verdict.Refused(passed, refusals);
    }

    /** For a model that was not tried: what its features are called can be told all the same. */
    private static List<Refusal> featureRefusals(Candidate candidate) {
        return candidate
                .features()
                .map(features -> OnnxModel.featureMismatches(candidate.manifest(), features))
                .orElse(List.of())
                .stream()
                .map(mismatch -> new Refusal(Check.INPUTS, mismatch.key(), mismatch.message()))
                .toList();
    }

    /** What was reached, less what was refused and what cannot be told after that. */
    private static EnumSet<Check> passed(EnumSet<Check> reached, List<Refusal> refusals) {
        var passed = EnumSet.copyOf(reached);
        for (var refusal : refusals) {
            var check = refusal.check();
            passed.remove(check);
            if (check == Check.FORMAT) {
                passed.removeAll(EnumSet.range(Check.FORMAT, Check.CLAIMS));
            } else if (check.compareTo(Check.PROBE) >= 0 && check.compareTo(Check.LOAD) <= 0) {
                passed.removeAll(EnumSet.range(check, Check.WARM_UP));
            } else if (check.compareTo(Check.LOAD) > 0) {
                passed.removeAll(EnumSet.range(Check.GOLDEN, Check.WARM_UP));
            }
        }
        return passed;
    }

    private static String note(Check check, Optional<byte[]> bytes, Optional<Trial.Outcome> outcome) {
        return switch (check) {
            case SIZE -> bytes.map(model -> model.length + " bytes").orElse("");
            case PROBE -> outcome.map(tried -> tried.time().toMillis() + " ms").orElse("");
            case WARM_UP ->
                outcome.map(tried -> String.format(Locale.ROOT, "%.1f us for a row", tried.micros()))
                        .orElse("");
            default -> "";
        };
    }
}
