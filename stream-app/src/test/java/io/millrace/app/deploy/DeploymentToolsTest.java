package io.millrace.app.deploy;

import static io.millrace.app.deploy.DeploymentFiles.ROOT;
import static io.millrace.app.deploy.DeploymentFiles.documents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.app.deploy.DeploymentFiles.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs these files are written for accept them. A test is skipped where its program is not. */
class DeploymentToolsTest {
    private static final int CONFIG_MAP_LIMIT_BYTES = 1 << 20;

    private record Answer(int status, String output) {}

    static Stream<String> pipelineNames() {
        return DeploymentFiles.pipelines().stream();
    }

    @Test
    void dockerComposeAcceptsItsFile() throws Exception {
        assumeInstalled("docker", "compose", "version");

        accepted("docker", "compose", "config", "--quiet");
    }

    @Test
    void prometheusAcceptsItsConfigurationAndItsRules() throws Exception {
        assumeInstalled("promtool", "--version");

        accepted("promtool", "check", "config", "observability/prometheus/prometheus.yml");
        accepted("promtool", "check", "rules", "observability/prometheus/millrace-alerts.yml");
    }

    @Test
    void alertsFireWhenTheyShouldAndOnlyThen() throws Exception {
        assumeInstalled("promtool", "--version");

        accepted("promtool", "test", "rules", "observability/prometheus/millrace-alerts.test.yml");
    }

    @ParameterizedTest
    @MethodSource("pipelineNames")
    void kustomizeRendersAPipelineWhosePartsFindEachOther(String pipeline) throws Exception {
        assumeInstalled("kubectl", "version", "--client");

        var rendered = documents(accepted("kubectl", "kustomize", "k8s/overlays/" + pipeline));

        var set = only(rendered, "StatefulSet");
        var labels = set.at("spec", "template", "metadata", "labels").map();
        assertThat(labels).containsEntry("app.kubernetes.io/instance", pipeline);
        assertThat(set.at("spec", "selector", "matchLabels").map()).isEqualTo(labels);
        assertThat(only(rendered, "PodDisruptionBudget")
                        .at("spec", "selector", "matchLabels")
                        .map())
                .isEqualTo(labels);
        var policy = only(rendered, "NetworkPolicy").at("spec");
        assertThat(policy.at("podSelector", "matchLabels").map()).isEqualTo(labels);
        for (var direction : List.of("ingress", "egress")) {
            assertThat(peers(policy, direction))
                    .as("%s, and our labels are on no one else's pods", direction)
                    .filteredOn(peer -> peer.string().contains(pipeline))
                    .singleElement()
                    .satisfies(pods -> assertThat(pods.map()).containsOnlyKeys("podSelector"))
                    .satisfies(pods -> assertThat(
                                    pods.at("podSelector", "matchLabels").map())
                            .isEqualTo(labels));
        }
        assertThat(of(rendered, "Service"))
                .allSatisfy(service ->
                        assertThat(service.at("spec", "selector").map()).isEqualTo(labels));
        assertThat(of(rendered, "Service").map(DeploymentToolsTest::name))
                .contains(set.at("spec", "serviceName").string());
        assertThat(only(rendered, "HorizontalPodAutoscaler")
                        .at("spec", "scaleTargetRef", "name")
                        .string())
                .isEqualTo(name(set));
        assertThat(set.at("spec").string())
                .contains(
                        of(rendered, "ConfigMap").map(DeploymentToolsTest::name).toList());
        assertThat(of(rendered, "ConfigMap"))
                .allSatisfy(map -> assertThat(bytes(map)).isLessThan(CONFIG_MAP_LIMIT_BYTES));
    }

    private static List<Node> peers(Node policy, String direction) {
        return policy.at(direction).list().stream()
                .flatMap(rule -> rule.at(direction.equals("ingress") ? "from" : "to").list().stream())
                .toList();
    }

    /** What Kubernetes counts: the values, binary ones before they are encoded. */
    private static int bytes(Node configMap) {
        int bytes = 0;
        if (configMap.has("data")) {
            for (var value : configMap.at("data").values()) {
                bytes += value.string().getBytes(StandardCharsets.UTF_8).length;
            }
        }
        if (configMap.has("binaryData")) {
            for (var value : configMap.at("binaryData").values()) {
                bytes += Base64.getMimeDecoder().decode(value.string()).length;
            }
        }
        return bytes;
    }

    private static Stream<Node> of(List<Node> documents, String kind) {
        return documents.stream()
                .filter(document -> document.at("kind").string().equals(kind));
    }

    private static Node only(List<Node> documents, String kind) {
        var found = of(documents, kind).toList();
        assertThat(found).as(kind).hasSize(1);
        return found.get(0);
    }

    private static String name(Node document) {
        return document.at("metadata", "name").string();
    }

    private static void assumeInstalled(String... command) throws InterruptedException {
        int status;
        try {
            status = run(command).status();
        } catch (IOException e) {
            status = -1;
        }
        assumeThat(status).as("%s is installed", command[0]).isZero();
    }

    private static String accepted(String... command) throws IOException, InterruptedException {
        var answer = run(command);
        assertThat(answer.status()).as(answer.output()).isZero();
        return answer.output();
    }

    private static Answer run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Answer(process.exitValue(), output);
    }
}
