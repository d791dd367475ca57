package io.millrace.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.audit.Audit;
import io.millrace.app.audit.Difference;
import io.millrace.app.audit.Findings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a comparison.
 *
 * @param topic of the predictions
 */
record EqualityReport(String topic, Audit.Result result) {
    /** As one JSON object in one line. */
    void printJson(PrintWriter out) throws JsonProcessingException {
        var found = result.findings();
        var report = new LinkedHashMap<String, @Nullable Object>();
        report.put("equal", found.isEqual());
        report.put("events", result.replay().events());
        report.put("refused", result.replay().rejected());
        report.put("compared", found.compared());
        report.put("fallbacks", found.fallbacks());
        report.put("alone", found.alone());
        report.put("ofOwnFeatures", found.ofOwnFeatures());
        report.put("versions", found.versions());
        report.put("differing", found.differing());
        report.put("columns", found.columns());
        report.put("missing", found.missing());
        report.put("missingLast", found.missingLast());
        report.put("unexpected", found.unexpected());
        report.put("repeated", found.repeated());
        report.put("unreadable", found.unreadable());
        report.put(
                "differences", found.listed().stream().map(Difference::fields).toList());
        out.println(new ObjectMapper().writeValueAsString(report));
    }

    /** The differences, and what they come to. */
    void print(PrintWriter out) {
        var found = result.findings();
        found.listed().forEach(each -> out.println(each.prediction() + event(each) + ": " + each.told()));
        long listed = found.listed().size();
        if (listed < all(found)) {
            out.println("and " + count(all(found) - listed) + " more; --differences lists more of them");
        }
        out.println(topic + ": " + count(found.compared()) + " predictions compared with a replay of "
                + count(result.replay().events()) + " events: " + verdict(found));
        found.versions().forEach((version, count) -> out.println("  " + count(count) + " by " + version));
        if (found.fallbacks() > 0) {
            out.println("  " + count(found.fallbacks())
                    + " of them are by a fallback, which is a matter of time: only their features were compared");
        }
        if (found.alone() > 0) {
            out.println("  " + count(found.alone()) + " of them have the score that the model gives the row alone");
        }
        if (found.ofOwnFeatures() > 0) {
            out.println("  " + count(found.ofOwnFeatures())
                    + " of them have other features than replay, and the score that the version gives those");
        }
        if (found.missingLast() > 0) {
            out.println("  " + count(found.missingLast())
                    + " of the missing come after all predictions of their partition: if the pipeline is running, "
                    + "it may be about to make them; --to leaves them out");
        }
    }

    private static String event(Difference difference) {
        return difference.fields().get("event") instanceof String event ? " (event " + event + ")" : "";
    }

    private static long all(Findings found) {
        long columns =
                found.columns().values().stream().mapToLong(count -> count).sum();
        return columns + found.missing() + found.unexpected() + found.repeated() + found.unreadable();
    }

    private static String verdict(Findings found) {
        if (found.isEqual()) {
            return "equal";
        }
        var parts = new ArrayList<String>();
        add(parts, found.differing(), "differ" + (found.columns().isEmpty() ? "" : " " + found.columns()));
        add(parts, found.missing(), "missing");
        add(parts, found.unexpected(), "unexpected");
        add(parts, found.repeated(), "there again");
        add(parts, found.unreadable(), "unreadable");
        return String.join(", ", parts);
    }

    private static void add(ArrayList<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count(count) + " " + what);
        }
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
