package io.millrace.schemas;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guards every committed contract. {@code src/test/resources/released} holds each form of each contract that was ever
 * released, as {@code <name>-v<number>.avsc}; what is there is never changed.
 */
class ContractsTest {
    private static final Path CONTRACTS = Path.of("src/main/avro");
    private static final Path RELEASED = Path.of("src/test/resources/released");

    static List<String> names() throws IOException {
        return List.copyOf(schemasIn(CONTRACTS).keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsAndIsReadByEveryReleasedForm(String name) throws IOException {
        var current = parse(CONTRACTS.resolve(name + ".avsc"));

        var released = new TreeMap<>(schemasIn(RELEASED));
        released.keySet().removeIf(file -> !file.matches(name + "-v\\d+"));

        assertThat(released)
                .as("%s has no released form: copy src/main/avro/%s.avsc to %s/%s-v1.avsc", name, name, RELEASED, name)
                .isNotEmpty();
        assertThat(released).allSatisfy((version, form) -> {
            assertThat(incompatibilities(current, form))
                    .as("%s must be able to read what was written as %s", name, version)
                    .isEmpty();
            assertThat(incompatibilities(form, current))
                    .as("%s must be able to read what is written as %s", version, name)
                    .isEmpty();
        });
    }

    @Test
    void noReleasedContractIsGone() throws IOException {
        var released = schemasIn(RELEASED).keySet().stream()
                .map(file -> file.replaceAll("-v\\d+$", ""))
                .toList();

        assertThat(names()).containsAll(released);
    }

    @ParameterizedTest
    @MethodSource("names")
    void saysWhatEveryRecordAndFieldMeans(String name) throws IOException {
        var undocumented = new ArrayList<String>();

        collectUndocumented(parse(CONTRACTS.resolve(name + ".avsc")), undocumented, new HashSet<>());

        assertThat(undocumented).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void hasAGeneratedClassOfTheSameSchema(String name) throws IOException, ReflectiveOperationException {
        var contract = parse(CONTRACTS.resolve(name + ".avsc"));

        var generated = (Schema) Class.forName(contract.getFullName())
                .getMethod("getClassSchema")
                .invoke(null);

        assertThat(generated.getFields())
                .extracting(Schema.Field::name)
                .isEqualTo(contract.getFields().stream().map(Schema.Field::name).toList());
        assertThat(incompatibilities(generated, contract)).isEmpty();
    }

    private static void collectUndocumented(Schema schema, List<String> undocumented, Set<String> seen) {
        switch (schema.getType()) {
            case RECORD -> {
                if (!seen.add(schema.getFullName())) {
                    return;
                }
                if (isBlank(schema.getDoc())) {
                    undocumented.add(schema.getFullName());
                }
                for (var field : schema.getFields()) {
                    if (isBlank(field.doc())) {
                        undocumented.add(schema.getFullName() + "." + field.name());
                    }
                    collectUndocumented(field.schema(), undocumented, seen);
                }
            }
            case ENUM -> {
                if (isBlank(schema.getDoc())) {
                    undocumented.add(schema.getFullName());
                }
            }
            case ARRAY -> collectUndocumented(schema.getElementType(), undocumented, seen);
            case MAP -> collectUndocumented(schema.getValueType(), undocumented, seen);
            case UNION -> schema.getTypes().forEach(branch -> collectUndocumented(branch, undocumented, seen));
            default -> {}
        }
    }

    private static boolean isBlank(String doc) {
        return doc == null || doc.isBlank();
    }

    private static List<SchemaCompatibility.Incompatibility> incompatibilities(Schema reader, Schema writer) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        return result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE
                ? List.of()
                : result.getIncompatibilities();
    }

    /** By file name, less its ending. */
    private static Map<String, Schema> schemasIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".avsc"))
                    .collect(toMap(
                            file -> file.getFileName().toString().replaceAll("\\.avsc$", ""),
                            ContractsTest::parse,
                            (a, b) -> a,
                            TreeMap::new));
        }
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
