package io.millrace.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturePathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "c-000042",
                "",
                "/",
                "a/b",
                "a//b/",
                "100%",
                "%2F",
                "a+b c",
                "Zürich €",
                "😀",
                ".",
                "..",
                "...",
                "?#;&=",
                "\\",
                "\u0000",
                "a\nb",
                "~*"
            })
    void isTheSameAfterItWasSent(String key) {
        var path = new FeaturePath("customer_id", key);

        var uri = URI.create("http://host:1" + path.encoded());

        assertThat(FeaturePath.parse(uri.getRawPath())).isEqualTo(path);
        assertThat(uri.normalize()).as("nothing in it is a step up or down").isEqualTo(uri);
        assertThat(uri.getRawQuery()).isNull();
    }

    @Test
    void theEntityEndsAtTheFirstSlash() {
        assertThat(FeaturePath.parse("/features/a%2Fb/c/d")).isEqualTo(new FeaturePath("a/b", "c/d"));
    }

    @ParameterizedTest
    @CsvSource({
        "/features/customer_id, ask for /features/{entity}/{key}",
        "/features/, ask for /features/{entity}/{key}",
        "/features/e/%, two hexadecimal digits",
        "/features/e/%4, two hexadecimal digits",
        "/features/e/%4g, two hexadecimal digits",
        "/features/e/%FF, not UTF-8",
        "/features/e/%C3, not UTF-8"
    })
    void refusesWhatNamesNoKey(String raw, String why) {
        assertThatThrownBy(() -> FeaturePath.parse(raw))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
