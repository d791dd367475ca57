package io.millrace.app.deploy;

import static io.millrace.app.deploy.DeploymentFiles.ROOT;
import static io.millrace.app.deploy.DeploymentFiles.all;
import static io.millrace.app.deploy.DeploymentFiles.documents;
import static io.millrace.app.deploy.DeploymentFiles.one;
import static io.millrace.app.deploy.DeploymentFiles.pipelines;
import static io.millrace.app.deploy.DeploymentFiles.text;
import static io.millrace.app.deploy.DeploymentFiles.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.command.Millrace;
import io.millrace.app.deploy.DeploymentFiles.Node;
import io.millrace.app.http.Features;
import io.millrace.app.http.OperationsServer;
import io.millrace.app.runtime.MetricNames;
import io.millrace.enrich.contract.RejectionReason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Containers, Kubernetes and observability say the same as the code: names, ports, paths, users. */
class DeploymentFilesTest {
    private static final String DOCKERFILE = text("Dockerfile");
    private static final Node COMPOSE = yaml("docker-compose.yml");
    private static final Node POD = yaml("k8s/base/stateful-set.yaml").at("spec", "template", "spec");
    private static final Node CONTAINER = POD.at("containers", 0);
    private static final String RULES = text("observability/prometheus/millrace-alerts.yml");
    private static final String DASHBOARD = text("observability/grafana/dashboards/millrace.json");

    static Stream<String> pipelineNames() {
        return pipelines().stream();
    }

    @Test
    void thereAreTwoPipelinesToHoldTheFilesAgainst() {
        assertThat(pipelines()).containsExactly("sensors", "transactions");
    }

    @Test
    void theImageRunsAsTheNumericUserThatKubernetesNames() {
        var user = one("^ARG RUN_AS=(\\d+)$", DOCKERFILE);

        assertThat(DOCKERFILE).contains("USER ${RUN_AS}:${RUN_AS}");
        assertThat(Integer.parseInt(user)).isPositive();
        for (var key : Set.of("runAsUser", "runAsGroup", "fsGroup")) {
            assertThat(POD.at("securityContext", key).string()).as(key).isEqualTo(user);
        }
    }

    @Test
    void onePortIsMeantEverywhere() {
        var port = one("MILLRACE_HTTP_PORT=(\\d+)", DOCKERFILE);

        assertThat(one("^EXPOSE (\\d+)$", DOCKERFILE)).isEqualTo(port);
        assertThat(CONTAINER.at("ports", 0, "containerPort").string()).isEqualTo(port);
        assertThat(yaml("k8s/base/stateful-set.yaml")
                        .at("spec", "template", "metadata", "annotations", "prometheus.io/port")
                        .string())
                .isEqualTo(port);
        for (var service : documents(text("k8s/base/services.yaml"))) {
            assertThat(service.at("spec", "ports", 0, "targetPort").string())
                    .isEqualTo(CONTAINER.at("ports", 0, "name").string());
        }
        assertThat(scrapeTargets()).allMatch(target -> target.endsWith(":" + port));
    }

    @Test
    void probesAndScrapesAskForPathsThatTheServerAnswers() throws Exception {
        var paths = new TreeSet<String>();
        for (var probe : Set.of("startupProbe", "livenessProbe", "readinessProbe")) {
            paths.add(CONTAINER.at(probe, "httpGet", "path").string());
        }
        paths.add(yaml("k8s/base/stateful-set.yaml")
                .at("spec", "template", "metadata", "annotations", "prometheus.io/path")
                .string());
        paths.add(yaml("observability/prometheus/prometheus.yml")
                .at("scrape_configs", 0, "metrics_path")
                .string());

        assertThat(paths).containsExactly("/health/live", "/health/ready", "/metrics");
        try (var server =
                new OperationsServer(0, new Healthy(), () -> "", question -> new Features.Answer(404, "{}"))) {
            for (var path : paths) {
                assertThat(status(server.port(), path)).as(path).isEqualTo(200);
            }
            assertThat(status(server.port(), "/health")).isEqualTo(404);
        }
    }

    @Test
    void readinessAloneDecidesAboutTrafficAndLivenessAloneAboutRestarts() {
        assertThat(CONTAINER.at("readinessProbe", "httpGet", "path").string()).isEqualTo("/health/ready");
        assertThat(CONTAINER.at("livenessProbe", "httpGet", "path").string()).isEqualTo("/health/live");
        assertThat(CONTAINER.at("startupProbe", "httpGet", "path").string()).isEqualTo("/health/live");
    }

    @Test
    void everyVariableIsOneThatRunReads() {
        var read = Millrace.commandLine().getSubcommands().get("run").getCommandSpec().options().stream()
                .flatMap(option -> all("\\benv (MILLRACE_[A-Z_]+)", String.join(" ", option.description())).stream())
                .collect(Collectors.toSet());

        var set = new TreeSet<String>();
        for (var file : Set.of(
                "Dockerfile", "docker-compose.yml", "k8s/base/kustomization.yaml", "k8s/base/stateful-set.yaml")) {
            set.addAll(all("\\b(MILLRACE_[A-Z_]+)\\b", text(file)));
        }

        assertThat(set).contains("MILLRACE_BOOTSTRAP", "MILLRACE_REGISTRY", "MILLRACE_INSTANCE", "MILLRACE_STATE_DIR");
        assertThat(read).containsAll(set);
    }

    @Test
    void instancesFindEachOther() {
        assertThat(text("docker-compose.yml")).contains("MILLRACE_ADVERTISE: auto");
        assertThat(CONTAINER.at("env").string()).contains("MILLRACE_ADVERTISE");
    }

    @Test
    void theCommandsOfTheImageExist() {
        assertThat(Millrace.commandLine().getSubcommands()).containsKeys("run", "health");
        assertThat(DOCKERFILE).contains("CMD [\"run\", \"/pipeline\"]").contains("\"health\"]");
        assertThat(CONTAINER.at("args").strings()).containsExactly("run", "/pipeline");
    }

    @Test
    void nothingIsReportedToTheMakerOfTheModelRuntime() {
        assertThat(DOCKERFILE).containsPattern("(?m)^    ORT_DISABLE_TELEMETRY=1$");
    }

    @Test
    void stateIsOnTheVolume() {
        var folder = one("MILLRACE_STATE_DIR=(\\S+)", DOCKERFILE);

        assertThat(one("^VOLUME (\\S+)$", DOCKERFILE)).isEqualTo(folder);
        assertThat(CONTAINER.at("volumeMounts").list())
                .anyMatch(mount -> mount.at("name").string().equals("state")
                        && mount.at("mountPath").string().equals(folder));
        for (var pipeline : pipelines()) {
            assertThat(COMPOSE.at("services", pipeline, "volumes").strings())
                    .contains(pipeline + "-state:" + folder, "./pipelines/" + pipeline + ":/pipeline:ro");
        }
    }

    @Test
    void whatWeBuildRunsWithoutRightsOnAReadOnlyRoot() {
        for (var service : COMPOSE.at("services").values()) {
            assertThat(service.at("cap_drop").strings()).containsExactly("ALL");
            assertThat(service.at("security_opt").strings()).containsExactly("no-new-privileges:true");
            if (service.has("build")) {
                assertThat(service.at("read_only").value()).isEqualTo(true);
            }
        }
        assertThat(POD.at("automountServiceAccountToken").value()).isEqualTo(false);
        assertThat(POD.at("securityContext", "runAsNonRoot").value()).isEqualTo(true);
        assertThat(POD.at("securityContext", "seccompProfile", "type").string()).isEqualTo("RuntimeDefault");
        assertThat(CONTAINER.at("securityContext").map())
                .containsEntry("allowPrivilegeEscalation", false)
                .containsEntry("readOnlyRootFilesystem", true);
        assertThat(CONTAINER.at("securityContext", "capabilities", "drop").strings())
                .containsExactly("ALL");
    }

    @ParameterizedTest
    @MethodSource("pipelineNames")
    void everyTopicThatAPipelineReadsIsMade(String name) {
        var pipeline = yaml("pipelines/" + name + "/pipeline.yaml");
        var read = new ArrayList<String>();
        read.add(pipeline.at("events", "topic").string());
        if (pipeline.has("reference")) {
            pipeline.at("reference")
                    .values()
                    .forEach(table -> read.add(table.at("topic").string()));
        }

        var made = all(
                "^create (\\S+)", COMPOSE.at("services", "topics", "command", 0).string());

        assertThat(made).containsAll(read);
        assertThat(COMPOSE.at("services", "kafka", "environment", "KAFKA_AUTO_CREATE_TOPICS_ENABLE")
                        .string())
                .isEqualTo("false");
    }

    @ParameterizedTest
    @MethodSource("pipelineNames")
    void theConfigMapsHoldEveryFileThatThePipelineNames(String name) {
        var folder = "pipelines/" + name + "/";
        var pipeline = yaml(folder + "pipeline.yaml");
        var named = new TreeSet<>(Set.of("pipeline.yaml", "model/model.yaml"));
        named.add(pipeline.at("events", "schema").string());
        if (pipeline.has("reference")) {
            pipeline.at("reference")
                    .values()
                    .forEach(table -> named.add(table.at("schema").string()));
        }
        if (pipeline.has("outcomes")) {
            named.add(pipeline.at("outcomes", "schema").string());
        }
        named.add(pipeline.at("monitor", "profile").string());
        named.add("model/" + yaml(folder + "model/model.yaml").at("file").string());

        var held = new TreeSet<String>();
        yaml(folder + "kustomization.yaml")
                .at("configMapGenerator")
                .list()
                .forEach(map -> held.addAll(map.at("files").strings()));

        assertThat(held).isEqualTo(named).allMatch(file -> Files.isRegularFile(ROOT.resolve(folder + file)));
    }

    @ParameterizedTest
    @MethodSource("pipelineNames")
    void everyPipelineIsScrapedAndHasAnOverlay(String name) {
        assertThat(scrapeTargets()).contains(name + ":" + one("^EXPOSE (\\d+)$", DOCKERFILE));
        assertThat(yaml("k8s/overlays/" + name + "/kustomization.yaml")
                        .at("components")
                        .strings())
                .containsExactly("../../../pipelines/" + name);
    }

    @Test
    void rulesAndDashboardUseMetricsThatExistAndTheDashboardLeavesNoneOut() {
        var known = metricNames();
        var inRules = all("\\b(millrace_[a-z_]+)\\b", RULES);
        var onDashboard = all("\\b(millrace_[a-z_]+)\\b", DASHBOARD);

        assertThat(known).containsAll(inRules);
        assertThat(onDashboard).isEqualTo(known);
    }

    @Test
    void rulesNameReasonsThatDeadLettersCarry() {
        var codes = Arrays.stream(RejectionReason.values())
                .map(RejectionReason::code)
                .toList();

        var named = all("reason=~?\\\\?\"([a-z|-]+)", RULES);

        assertThat(named).isNotEmpty().allSatisfy(reasons -> assertThat(codes).contains(reasons.split("\\|")));
    }

    @Test
    void theBuildSeesEveryModuleAndTheFlagsOfTheCompiler() {
        var ignore = text(".dockerignore").lines().toList();

        assertThat(ignore).contains("!pom.xml", "!.mvn");
        assertThat(all("<module>([^<]+)</module>", text("pom.xml")))
                .allMatch(
                        module -> ignore.contains("!" + module) || ignore.contains("!" + module + "/pom.xml"),
                        "is in the build's context");
    }

    @Test
    void kubernetesWaitsLongerThanAPipelineNeedsToDrain() {
        assertThat((Integer) POD.at("terminationGracePeriodSeconds").value()).isGreaterThan(20);
    }

    private static Set<String> scrapeTargets() {
        return Set.copyOf(yaml("observability/prometheus/prometheus.yml")
                .at("scrape_configs", 0, "static_configs", 0, "targets")
                .strings());
    }

    private static Set<String> metricNames() {
        return Arrays.stream(MetricNames.class.getFields())
                .map(field -> {
                    try {
                        return (String) field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static int status(int port, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static final class Healthy implements OperationsServer.Status {
        @Override
        public boolean live() {
            return true;
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public Map<String, String> roles() {
            return Map.of();
        }
    }
}
