package io.millrace.app.judge;

import io.millrace.drift.judge.Evidence;
import io.millrace.drift.judge.Finding;
import io.millrace.drift.judge.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is to become of a contest, and why.
 *
 * @param promote whether the challenger is to be the champion; otherwise it is to go
 * @param reason for people
 * @param evidence figures
 */
public record Ruling(Contest contest, boolean promote, String reason, Map<String, Double> evidence) {
    public Ruling {
        evidence = Map.copyOf(evidence);
    }

    /** The challenger is to go. */
    public static Ruling of(Contest contest, Verdict.RollBack verdict) {
        var evidence = verdict.evidence();
        var shown = evidence.harm().stream()
                .filter(finding -> finding.criterion() == verdict.criterion())
                .map(Finding::describe)
                .findFirst();
        return new Ruling(contest, false, shown.orElse("undecided when its time was up"), figures(evidence));
    }

    /** The challenger is to be the champion. */
    public static Ruling of(Contest contest, Verdict.Promote verdict) {
        var evidence = verdict.evidence();
        var reason = String.join(
                "; ", evidence.merit().stream().map(Finding::describe).toList());
        return new Ruling(contest, true, reason, figures(evidence));
    }

    /** Of several challengers none is left that does no harm. */
    static Ruling ofAll(List<Ruling> harmful) {
        var first = harmful.get(0);
        return new Ruling(
                first.contest,
                false,
                String.join(
                        "; ",
                        harmful.stream()
                                .map(each -> each.contest.challenger().substring(0, 8) + ": " + each.reason)
                                .toList()),
                first.evidence);
    }

    private static Map<String, Double> figures(Evidence evidence) {
        var figures = new TreeMap<String, Double>();
        figures.put("champion-rows", (double) evidence.championRows());
        figures.put("challenger-rows", (double) evidence.challengerRows());
        Stream.of(Map.entry("harm", evidence.harm()), Map.entry("merit", evidence.merit()))
                .forEach(side -> side.getValue().forEach(finding -> add(figures, side.getKey(), finding)));
        return figures;
    }

    private static void add(Map<String, Double> figures, String side, Finding finding) {
        var name = side + "." + finding.criterion().text() + ".";
        figures.put(name + "measured", finding.measured());
        figures.put(name + "limit", finding.limit());
        figures.put(name + "observations", (double) finding.observations());
        figures.put(name + "log-evidence", finding.logEvidence());
        figures.put(name + "log-needed", finding.logNeeded());
    }
}
