package io.millrace.app.readme;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.command.Millrace;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.pipeline.ShippedPipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README shows works. */
class ReadmeTest {
    private static final String README = text(Path.of("..", "README.md"));

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The only fenced block of a language, without the indent of the list it may be in. */
    private static String block(String language) {
        var blocks = Pattern.compile("( *)```" + language + "\n(.*?)\n *```", Pattern.DOTALL)
                .matcher(README)
                .results()
                .map(block -> block.group(2).replaceAll("(?m)^" + block.group(1), ""))
                .toList();
        assertThat(blocks).hasSize(1);
        return blocks.get(0);
    }

    @Test
    void theFeaturesMakeWhatItSaysTheyMake(@TempDir Path folder) throws Exception {
        Files.copy(
                ShippedPipelines.folder("transactions").resolve("transaction.avsc"),
                folder.resolve("transaction.avsc"));
        Files.writeString(folder.resolve("pipeline.yaml"), """
                name: example
                events: { topic: events, schema: transaction.avsc, id: transaction_id, time: tx_time, key: customer_id }
                """ + block("yaml"));

        var names = PipelineFolder.read(folder, Set.of()).featureNames();

        var promised = names.stream().map(name -> "`" + name + "`").collect(joining(", "));
        assertThat(README).contains("This makes the features " + promised + ".");
    }

    @Test
    void theConsumerCompiles() {
        var compiled = text(Path.of("src/test/java/io/millrace/app/readme/FraudDesk.java"));
        var body = compiled.split("// README (begins|ends)\n", -1)[1];

        assertThat(withoutLayout(body)).isEqualTo(withoutLayout(block("java")));
    }

    /** Our formatter breaks lines where a reader of README would not. */
    private static String withoutLayout(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void theCommandsAndTheirOptionsExist() {
        var commands = Millrace.commandLine().getSubcommands();
        var shown = Pattern.compile("(?m)^ *\\./millrace (run|validate|replay|profile|health)( .*)$")
                .matcher(README)
                .results()
                .toList();

        assertThat(shown).hasSizeGreaterThan(4).allSatisfy(line -> {
            var options = List.of(line.group(2).strip().split(" ")).stream().filter(word -> word.startsWith("--"));
            assertThat(commands.get(line.group(1)).getCommandSpec().optionsMap().keySet())
                    .containsAll(options.toList());
        });
    }
}
