package io.millrace.app.gate;

import java.util.List;
import java.util.Optional;

/** What the gate says of a model. */
public sealed interface Verdict {
    /** Checks that were passed, in order. */
    List<Passed> passed();

    /** Why the model may not score; empty if it may. */
    List<Refusal> refusals();

    /** The model may score: exactly the bytes with the manifest's digest, and as this manifest describes them. */
    record Admitted(List<Passed> passed) implements Verdict {
        public Admitted {
            passed = List.copyOf(passed);
        }

        @Override
        public List<Refusal> refusals() {
            return List.of();
        }
    }

    /** The model may not score. Checks that are in neither list were not reached. */
    record Refused(List<Passed> passed, List<Refusal> refusals) implements Verdict {
        public Refused {
            passed = List.copyOf(passed);
            refusals = List.copyOf(refusals);
            if (refusals.isEmpty()) {
                throw new IllegalArgumentException("a refusal needs a reason");
            }
        }
    }

    /**
     * A check that was passed.
     *
     * @param note what was found, for people; may be empty
     */
    record Passed(Check check, String note) {}

    /** What is known of this check as passed; empty if it was refused or not reached. */
    default Optional<Passed> passed(Check check) {
        return passed().stream().filter(passed -> passed.check() == check).findFirst();
    }
}
