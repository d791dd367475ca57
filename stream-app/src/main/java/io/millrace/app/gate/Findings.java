package io.millrace.app.gate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with a file: of each kind the first few, because a hostile file may have millions. */
final class Findings {
    private static final int TOLD = 3;

    private final Map<Check, List<String>> told = new EnumMap<>(Check.class);
    private final Map<Check, Integer> more = new EnumMap<>(Check.class);

    void add(Check check, String message) {
        var messages = told.computeIfAbsent(check, c -> new ArrayList<>());
        if (messages.size() < TOLD) {
            messages.add(message);
        } else {
            more.merge(check, 1, Integer::sum);
        }
    }

    /** What was found, by check; the last of a check with more findings than are told says how many more there are. */
    List<Refusal> refusals() {
        var refusals = new ArrayList<Refusal>();
        told.forEach((check, messages) -> {
            for (int i = 0; i < messages.size(); i++) {
                var rest = i == TOLD - 1 && more.containsKey(check) ? "; " + more.get(check) + " more like these" : "";
                refusals.add(Refusal.ofFile(check, messages.get(i) + rest));
            }
        });
        return refusals;
    }
}
