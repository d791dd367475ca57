package io.millrace.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.report.DriftPage.Column;
import io.millrace.app.report.Histogram.Bar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report in a real browser, from a file. Skipped where there is no Chromium. */
class HtmlReportIT {
    /** --reference and --current of drift-report.css, by day. */
    private static final int REFERENCE = 0x8a97a6;

    private static final int CURRENT = 0x2468c4;

    @TempDir
    private Path folder;

    private Browser browser;

    @BeforeEach
    void findABrowser() {
        browser = Browser.find();
    }

    private static DriftPage page(String name, String note) {
        var bars = List.of(new Bar("to 10", 0.9, 0.2), new Bar("above 10", 0.1, 0.8));
        var drifted = new Column(
                name,
                true,
                List.of(new DriftPage.Test("psi", 1.2345678, null, 0.1, true)),
                note,
                new Histogram(bars, 0, 0.25));
        var unknown = new Column(
                "empty",
                null,
                List.of(new DriftPage.Test("psi", null, null, 0.1, null)),
                "no values",
                new Histogram(List.of(new Bar("1", 1, Double.NaN)), 0, Double.NaN));
        var infinite = new Column(
                "far", false, List.of(new DriftPage.Test("kl", Double.POSITIVE_INFINITY, 0.5, null, false)), "", null);
        return new DriftPage(
                "Drift of May", List.of("Reference: April"), true, "1 of 3", List.of(drifted, unknown, infinite));
    }

    @Test
    void everyColumnIsDrawnWithBothDistributions() throws Exception {
        var file = folder.resolve("report.html");
        HtmlReport.write(page("amount", ""), file);

        var dom = browser.dom(file);
        var picture = browser.picture(file, folder.resolve("report.png"));

        assertThat(dom)
                .contains("data-drawn=\"3\"", "<title>Drift of May</title>", "<td>1.235</td>", "<td>Infinity</td>")
                .contains("missing: reference 0.0 %, current 25.0 %", "missing: reference 0.0 %, current –")
                .contains(
                        "<td class=\"yes\">yes</td>", "<td class=\"unknown\">unknown</td>", "<td class=\"no\">no</td>");
        assertThat(Browser.pixels(picture, REFERENCE)).isGreaterThan(1_000);
        assertThat(Browser.pixels(picture, CURRENT)).isGreaterThan(1_000);
    }

    @Test
    void whatDataSaysIsTextAndNeverRuns() throws Exception {
        var file = folder.resolve("report.html");
        var markup = "</script><script>document.body.dataset.hurt = 1</script><b>{{data}}";
        HtmlReport.write(page(markup, markup), file);

        assertThat(browser.dom(file))
                .contains("data-drawn=\"3\"", "&lt;b&gt;{{data}}")
                .doesNotContain("data-hurt");
    }

    @Test
    void nothingIsLoadedFromElsewhere() throws Exception {
        var file = folder.resolve("report.html");
        HtmlReport.write(page("amount", ""), file);

        assertThat(Files.readString(file))
                .contains("default-src 'none'")
                .doesNotContain("<link", "sourceMappingURL")
                .doesNotContainPattern("src=\"");
    }
}
