package io.millrace.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.model.ManifestFile;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the reference pages show is what the code reads. */
class PipelineFileDocumentTest {
    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void theExampleOfThePipelineFileIsRight(@TempDir Path folder) throws Exception {
        PipelineFixture.write(folder);
        Files.writeString(
                folder.resolve("transaction.avsc"),
                PipelineFixture.TRANSACTION.replace(
                        "{\"name\": \"amount\"",
                        "{\"name\": \"country\", \"type\": \"string\"}, {\"name\": \"amount\""));
        Files.writeString(folder.resolve("pipeline.yaml"), example("pipeline-file.md"));

        var pipeline = PipelineFolder.read(folder, Set.of());

        assertThat(pipeline.featureNames())
                .containsExactly(
                        "amount",
                        "night",
                        "home",
                        "cust_nb_1d",
                        "cust_nb_7d",
                        "cust_avg_1d",
                        "cust_avg_7d",
                        "term_nb_1d",
                        "term_nb_7d");
    }

    @Test
    void theExampleOfTheModelFolderIsRight() throws IOException {
        var problems = new Problems();
        var manifest = YamlDocument.parse(example("model-folder.md"), "model.yaml", problems)
                .flatMap(ManifestFile::read);
        assertThat(problems.sorted()).isEmpty();
        assertThat(manifest).isPresent();
    }

    private static String example(String page) throws IOException {
        var text = Files.readString(DOCS.resolve(page));
        var start = text.indexOf("```yaml\n") + "```yaml\n".length();
        return text.substring(start, text.indexOf("```", start));
    }
}
