package io.millrace.app.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptModelsTest {
    @TempDir
    private Path folder;

    private KeptModels kept;

    @BeforeEach
    void nothingIsKept() {
        kept = new KeptModels(() -> new Registries(Optional.empty()), folder.resolve("kept"));
    }

    private static ModelSource source(Site site) throws Exception {
        site.page("/model.yaml", Models.MANIFEST).page("/fraud.onnx", Models.ONNX);
        return ModelSource.parse(site.uri("/model.yaml") + "#sha256=" + Models.sha256(Models.MANIFEST));
    }

    private void assertShipped(Path model) throws Exception {
        assertThat(model.resolve("model.yaml")).hasBinaryContent(Models.MANIFEST);
        assertThat(model.resolve("fraud.onnx")).hasBinaryContent(Models.ONNX);
    }

    @Test
    void whatWasFetchedIsUsedOnceMoreWhenTheRegistryIsAway() throws Exception {
        var site = new Site();
        var source = source(site);
        var fetched = kept.fetch(source, FetchLimits.DEFAULT);
        assertShipped(fetched);

        site.close();

        assertThat(kept.fetch(source, FetchLimits.DEFAULT)).isEqualTo(fetched);
        assertShipped(fetched);
    }

    @Test
    void whatWasNeverFetchedIsNotToBeHad() throws Exception {
        var site = new Site();
        var source = source(site);
        site.close();

        assertThatThrownBy(() -> kept.fetch(source, FetchLimits.DEFAULT)).isInstanceOf(UnavailableModelException.class);
    }

    @Test
    void aModelThatIsFetchedAgainIsTheSameFolderAndLeavesNothingElse() throws Exception {
        try (var site = new Site()) {
            var source = source(site);
            var first = kept.fetch(source, FetchLimits.DEFAULT);
            var second = kept.fetch(source, FetchLimits.DEFAULT);

            assertThat(second).isEqualTo(first);
            try (var places = Files.list(first.getParent())) {
                assertThat(places).containsExactlyInAnyOrder(first, first.resolveSibling("latest"));
            }
        }
    }

    @Test
    void sourcesAreKeptApart() throws Exception {
        try (var one = new Site();
                var two = new Site()) {
            assertThat(kept.fetch(source(one), FetchLimits.DEFAULT).getParent())
                    .isNotEqualTo(kept.fetch(source(two), FetchLimits.DEFAULT).getParent());
        }
    }
}
