package io.millrace.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureTableTest {
    private static final double TOLERANCE = 1e-6;

    @TempDir
    private Path folder;

    private FeatureTable table(String name, String csv) throws IOException {
        var file = folder.resolve(name);
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(csv.getBytes(StandardCharsets.UTF_8));
        }
        return FeatureTable.read(file, "id", List.of("n", "mean"));
    }

    @Test
    void orderOfRowsAndColumnsAndOtherColumnsDoNotMatter() throws IOException {
        var ours = table("a", "id,n,mean\n1,2,3.5\n2,1,\n");
        var theirs = table("b", "mean,id,more,n\n,2,x,1.0\n3.5000009,1,y,2.0\n");

        assertThat(ours.size()).isEqualTo(2);
        assertThatCode(() -> ours.requireSame(theirs, TOLERANCE)).doesNotThrowAnyException();
    }

    @Test
    void aDifferenceIsNamed() throws IOException {
        var ours = table("a", "id,n,mean\n1,2,3.5\n");
        var theirs = table("b", "id,n,mean\n1,2,3.500002\n");

        assertThatIllegalStateException()
                .isThrownBy(() -> ours.requireSame(theirs, TOLERANCE))
                .withMessageContaining("mean of 1 is 3.5");
    }

    @Test
    void aMissingValueIsNoNumber() throws IOException {
        var ours = table("a", "id,n,mean\n1,2,\n");
        var theirs = table("b", "id,n,mean\n1,2,0\n");

        assertThatIllegalStateException().isThrownBy(() -> ours.requireSame(theirs, TOLERANCE));
        assertThatIllegalStateException().isThrownBy(() -> theirs.requireSame(ours, TOLERANCE));
    }

    @Test
    void everyRowMustBeInBoth() throws IOException {
        var ours = table("a", "id,n,mean\n1,2,3\n2,2,3\n");
        var theirs = table("b", "id,n,mean\n1,2,3\n");

        assertThatIllegalStateException().isThrownBy(() -> ours.requireSame(theirs, TOLERANCE));
        assertThatIllegalStateException().isThrownBy(() -> theirs.requireSame(ours, TOLERANCE));
    }
}
