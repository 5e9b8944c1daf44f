package io.derwent.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
    /** Each Flink cluster's job. */
    private static final Map<String, String> JOBS = Map.of(
            "vitals", "io.derwent.streamjobs.vitals.VitalsJob",
            "assets", "io.derwent.streamjobs.assets.AssetsJob");

    private static final String KAFKA_CONNECTION = "../src/wire/src/main/java/io/derwent/wire/KafkaConnection.java";

    /** Where each container's main class reads its environment. */
    private static final Map<String, List<String>> SOURCES = Map.of(
            "gateway", List.of("../gateway/src/main/java/io/derwent/gateway/GatewayConfig.java", KAFKA_CONNECTION),
            "console",
                    List.of(
                            "../src/console/src/main/java/io/derwent/console/ConsoleConfig.java",
                            "../src/store/src/main/java/io/derwent/store/DatabaseConfig.java",
                            "../src/store/src/main/java/io/derwent/store/RetentionPeriods.java",
                            KAFKA_CONNECTION),
            "jobmanager",
                    List.of(
                            "../stream-jobs/src/main/java/io/derwent/streamjobs/JobsConfig.java",
                            "../src/store/src/main/java/io/derwent/store/DatabaseConfig.java",
                            KAFKA_CONNECTION),
            "migrate",
                    List.of(
                            "../src/launcher/src/main/java/io/derwent/launcher/StackConfig.java",
                            "../src/launcher/src/main/java/io/derwent/launcher/MigrateCommand.java",
                            KAFKA_CONNECTION));

    /** Where each container's main class is, for those that are ours. */
    private static final Map<String, String> ROOTS = Map.of(
            "gateway", "../gateway",
            "console", "../src/console",
            "migrate", "../src/launcher");

    @Nested
    class GivenAValueSet {
        @ParameterizedTest
        @ValueSource(strings = {"minimal", "production", "everything"})
        void helmFindsNothingToComplainOf(String values, @TempDir Path directory) {
            LintResult lint = Chart.lint(values, directory);

            assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"minimal", "production", "everything"})
        void kubernetesKnowsEveryField(String values) {
            List<JsonNode> manifests = Chart.render(values);

            assertThat(manifests).hasSizeGreaterThan(10);
            assertThat(manifests)
                    .allSatisfy(manifest -> assertThat(KubernetesSchema.problem(manifest))
                            .as("%s", manifest)
                            .isEmpty());
        }

        @ParameterizedTest
        @ValueSource(strings = {"minimal", "production", "everything"})
        void noTwoManifestsAreTheSameThing(String values) {
            assertThat(Chart.render(values).stream().map(ChartTest::id)).doesNotHaveDuplicates();
        }

        @ParameterizedTest
        @ValueSource(strings = {"minimal", "production", "everything"})
        void everyContainerIsConfined(String values) {
            for (JsonNode container : containers(values)) {
                JsonNode security = container.path("securityContext");
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
                assertThat(container.at("/resources/requests/memory").asText()).isNotEmpty();
                assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            }
            for (JsonNode pod : pods(values)) {
                assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
                assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
                assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                        .isEqualTo("RuntimeDefault");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"minimal", "production", "everything"})
        void everyLastingContainerIsProbedOnAPortItHas(String values) {
            for (JsonNode deployment : ofKind(Chart.render(values), "Deployment")) {
                for (JsonNode container : deployment.at("/spec/template/spec/containers")) {
                    Set<String> ports = new HashSet<>();
                    container
                            .path("ports")
                            .forEach(port -> ports.add(port.path("name").asText()));
                    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                        JsonNode how = container.path(probe);
                        JsonNode where = how.has("httpGet") ? how.path("httpGet") : how.path("tcpSocket");
                        assertThat(ports).contains(where.path("port").asText());
                    }
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"minimal", "production", "everything"})
        void onlyFlinkSpeaksWithTheKubernetesApi(String values) {
            for (JsonNode deployment : ofKind(Chart.render(values), "Deployment")) {
                boolean flink =
                        deployment.at("/metadata/name").asText().matches(".*-(vitals|assets)-(job|task)manager");
                JsonNode pod = deployment.at("/spec/template/spec");
                assertThat(pod.path("automountServiceAccountToken").isBoolean()).isTrue();
                assertThat(pod.path("automountServiceAccountToken").asBoolean()).isEqualTo(flink);
                assertThat(pod.has("serviceAccountName")).isEqualTo(flink);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"minimal", "production", "everything"})
        void secretsAreNamedAndNeverWritten(String values) {
            List<JsonNode> manifests = Chart.render(values);

            assertThat(ofKind(manifests, "Secret")).isEmpty();
            assertThat(ofKind(manifests, "ConfigMap"))
                    .allSatisfy(map -> assertThat(map.path("data").toString().toLowerCase(java.util.Locale.ROOT))
                            .doesNotContain("password", "token", "secret"));
            for (JsonNode container : containers(values)) {
                for (JsonNode variable : container.path("env")) {
                    String name = variable.path("name").asText();
                    if (name.endsWith("_PASSWORD") || name.endsWith("_TOKEN")) {
                        assertThat(variable.has("value")).as(name).isFalse();
                        assertThat(variable.at("/valueFrom/secretKeyRef/name").asText())
                                .as(name)
                                .isNotEmpty();
                    }
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"minimal", "production", "everything"})
        void everyVariableIsOneItsProcessReads(String values) throws IOException {
            for (JsonNode container : containers(values)) {
                String name = container.path("name").asText();
                Set<String> read = new TreeSet<>();
                for (String source : SOURCES.getOrDefault(name, List.of())) {
                    read.addAll(literals(Path.of(source)));
                }
                assertThat(variables(container)).as(name).isSubsetOf(read);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"minimal", "production", "everything"})
        void everyMainClassOfOursExists(String values) {
            for (JsonNode container : containers(values)) {
                String root = ROOTS.get(container.path("name").asText());
                if (root != null) {
                    assertThat(source(root, container.at("/args/0").asText())).isRegularFile();
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"minimal", "production", "everything"})
        void everySelectorFindsPods(String values) {
            List<JsonNode> manifests = Chart.render(values);
            List<JsonNode> labels = ofKind(manifests, "Deployment").stream()
                    .map(deployment -> deployment.at("/spec/template/metadata/labels"))
                    .toList();

            for (JsonNode manifest : manifests) {
                JsonNode selector =
                        switch (manifest.path("kind").asText()) {
                            case "Service" -> manifest.at("/spec/selector");
                            case "Deployment", "PodDisruptionBudget" -> manifest.at("/spec/selector/matchLabels");
                            case "NetworkPolicy" -> manifest.at("/spec/podSelector/matchLabels");
                            default -> null;
                        };
                if (selector != null) {
                    assertThat(labels)
                            .as("%s", id(manifest))
                            .anySatisfy(
                                    pod -> assertThat(isWithin(selector, pod)).isTrue());
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"production", "everything"})
        void everyServiceMonitorFindsOneServiceWithItsPort(String values) {
            List<JsonNode> manifests = Chart.render(values);

            assertThat(ofKind(manifests, "ServiceMonitor"))
                    .hasSize(4)
                    .allSatisfy(monitor -> assertThat(ofKind(manifests, "Service"))
                            .filteredOn(service ->
                                    isWithin(monitor.at("/spec/selector/matchLabels"), service.at("/metadata/labels")))
                            .singleElement()
                            .satisfies(service -> assertThat(
                                            service.at("/spec/ports").findValuesAsText("name"))
                                    .contains(
                                            monitor.at("/spec/endpoints/0/port").asText())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "production", "everything"})
    void eachJobHasAFlinkOfItsOwn(String values) {
        List<JsonNode> deployments = ofKind(Chart.render(values), "Deployment");

        JOBS.forEach((job, mainClass) -> {
            List<JsonNode> cluster = deployments.stream()
                    .filter(deployment -> deployment
                            .at("/spec/template/metadata/labels")
                            .path("derwent/cluster")
                            .asText()
                            .equals(job))
                    .map(deployment -> deployment.at("/spec/template/spec"))
                    .toList();
            assertThat(cluster).hasSize(2);
            assertThat(texts(cluster.get(0).at("/containers/0/args")))
                    .startsWith("org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint")
                    .containsSequence("--job-classname", mainClass);
            assertThat(texts(cluster.get(1).at("/containers/0/args")))
                    .startsWith("org.apache.flink.runtime.taskexecutor.TaskManagerRunner");
            assertThat(cluster)
                    .allSatisfy(pod -> assertThat(pod.at("/volumes").toString())
                            .contains("\"configMap\":{\"name\":\"%s-%s\"}"
                                    .formatted(values.equals("everything") ? "everything" : "care", job)));
            assertThat(source("../stream-jobs", mainClass)).content().contains("static void main(");
        });
    }

    @Test
    void aJobsOwnTaskManagersCountBeforeWhatBothHave() {
        assertThat(flinkConfiguration("everything", "assets")
                        .path("taskmanager.memory.task.heap.size")
                        .asText())
                .isEqualTo("768m");
        assertThat(flinkConfiguration("everything", "vitals")
                        .path("taskmanager.memory.task.heap.size")
                        .asText())
                .isEqualTo("512m");
    }

    @Test
    void theMigrationGivesRolesTheirPasswordsUnlessSomebodyElseDoes() {
        assertThat(variables(container("minimal", "migrate")))
                .contains("DERWENT_DB_GATEWAY_PASSWORD", "DERWENT_DB_JOBS_PASSWORD", "DERWENT_DB_CONSOLE_PASSWORD");
        assertThat(Chart.render("minimal", Map.of("migrate.setPasswords", false))
                        .toString())
                .doesNotContain("DERWENT_DB_GATEWAY_PASSWORD");
    }

    @Test
    void flinkKeepsWhatItNeedsForAnotherJobManagerApartFromTheCheckpoints() {
        JsonNode flink = flinkConfiguration("minimal", "vitals");

        assertThat(flink.path("high-availability.type").asText()).isEqualTo("kubernetes");
        assertThat(flink.path("high-availability.storageDir").asText()).isEqualTo("file:///var/lib/derwent/ha");
        assertThat(flink.path("kubernetes.cluster-id").asText()).isEqualTo("care-vitals");
        assertThat(flinkConfiguration("everything", "vitals")
                        .path("high-availability.storageDir")
                        .asText())
                .isEqualTo("s3://bucket/derwent");
    }

    @Test
    void withoutHighAvailabilityNobodyNeedsTheKubernetesApi() {
        List<JsonNode> manifests = Chart.render("minimal", Map.of("jobs.highAvailability.enabled", false));

        assertThat(ofKind(manifests, "Role")).isEmpty();
        assertThat(ofKind(manifests, "Deployment"))
                .allSatisfy(deployment -> assertThat(deployment
                                .at("/spec/template/spec/automountServiceAccountToken")
                                .asBoolean(true))
                        .isFalse());
    }

    @Test
    void aTaskManagersMemoryIsItsPodsMemory() {
        JsonNode flink = flinkConfiguration("production", "vitals");
        int mebibytes = Stream.of(
                        "framework.heap.size",
                        "framework.off-heap.size",
                        "task.heap.size",
                        "task.off-heap.size",
                        "managed.size",
                        "network.max",
                        "jvm-metaspace.size",
                        "jvm-overhead.max")
                .map(part -> flink.path("taskmanager.memory." + part).asText())
                .mapToInt(size -> Integer.parseInt(size.replace("m", "")))
                .sum();

        assertThat(container("production", "taskmanager")
                        .at("/resources/limits/memory")
                        .asText())
                .isEqualTo(mebibytes + "Mi");
    }

    @Test
    void theMigrationComesFirst() {
        JsonNode job = ofKind(Chart.render("minimal"), "Job").get(0);

        assertThat(job.at("/metadata/annotations").path(Chart.HOOK_IN_TESTS).asText())
                .isEqualTo("pre-install,pre-upgrade");
        assertThat(texts(job.at("/spec/template/spec/containers/0/args")))
                .containsExactly("io.derwent.launcher.Derwent", "migrate");
    }

    @Test
    void theDatabaseIsVerifiedAgainstItsOwnAuthorityOrTheJdks() {
        assertThat(databaseUrl("minimal"))
                .isEqualTo("jdbc:postgresql://postgres:5432/derwent?sslmode=verify-full"
                        + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
        assertThat(databaseUrl("everything"))
                .isEqualTo("jdbc:postgresql://postgres:6432/derwent?sslmode=verify-ca"
                        + "&sslrootcert=/etc/derwent/database/ca.crt");
    }

    @Test
    void whoMeetsKafkaHasItsLoginWhereTheFileIsSaidToBe() {
        assertThat(containers("everything"))
                .filteredOn(container -> variables(container).contains("DERWENT_KAFKA"))
                .hasSize(5)
                .allSatisfy(container -> assertThat(variables(container)).contains("DERWENT_KAFKA_PROPERTIES"));
        assertThat(pods("everything")).hasSize(7).allSatisfy(pod -> {
            assertThat(pod.at("/containers/0/volumeMounts").toString()).contains("\"/etc/derwent/kafka\"");
            assertThat(pod.at("/volumes").toString()).contains("\"secretName\":\"kafka-client\"");
        });
        assertThat(Chart.render("minimal").toString()).doesNotContain("DERWENT_KAFKA_PROPERTIES", "kafka-client");
    }

    @Test
    void plainMqttStaysInsideThePodUnlessAsked() {
        assertThat(container("minimal", "gateway").path("env").toString()).contains("127.0.0.1:1883");
        assertThat(container("minimal", "gateway").path("ports").findValuesAsText("name"))
                .containsExactly("mqtts", "management");
        assertThat(container("everything", "gateway").path("ports").findValuesAsText("name"))
                .containsExactly("mqtt", "mqtts", "management");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', textBlock = """
            gateway.replica                  | 2           | additional properties 'replica' not allowed
            gateway.replicas                 | many        | got string, want integer
            kafka.bootstrapServers           | kafka       | does not match pattern
            database.host                    | ''          | does not match pattern
            database.tls.mode                | sometimes   | 'verify-full'
            jobs.checkpointInterval          | 10s         | does not match pattern
            console.retention                | reading=8y  | does not match pattern
            images.pullPolicy                | Sometimes   | 'IfNotPresent'
            gateway.tls.secretName           | ''          | the gateway would serve nobody
            console.retention                | reading=P8Y | console.retention needs console.ownerAccess
            jobs.assets.parallelism          | 3           | the assets job needs 3 slots
            """)
    void aWrongValueIsRefusedByName(String key, String value, String message) {
        Object typed = value.matches("[0-9]+") ? Integer.valueOf(value) : value;
        assertThatThrownBy(() -> Chart.render("minimal", Map.of(key, typed))).hasMessageContaining(message);
    }

    @Test
    void theStrictCheckIsStrict() {
        ObjectNode deployment =
                ofKind(Chart.render("minimal"), "Deployment").get(0).deepCopy();
        ((ObjectNode) deployment.at("/spec/template/spec/containers/0")).put("imagePullpolicy", "Always");

        assertThat(KubernetesSchema.problem(deployment)).get().asString().contains("imagePullpolicy");

        ObjectNode monitor =
                ofKind(Chart.render("production"), "ServiceMonitor").get(0).deepCopy();
        ((ObjectNode) monitor.at("/spec/endpoints/0")).put("intervall", "30s");

        assertThat(KubernetesSchema.problem(monitor)).get().asString().contains("intervall");
    }

    private static String databaseUrl(String values) {
        return StreamSupport.stream(container(values, "gateway").path("env").spliterator(), false)
                .filter(variable -> variable.path("name").asText().equals("DERWENT_DB_URL"))
                .map(variable -> variable.path("value").asText())
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode flinkConfiguration(String values, String job) {
        return Chart.yaml(ofKind(Chart.render(values), "ConfigMap").stream()
                .filter(map -> map.at("/metadata/name").asText().endsWith("-" + job))
                .findFirst()
                .orElseThrow()
                .at("/data")
                .path("config.yaml")
                .asText());
    }

    private static List<JsonNode> ofKind(List<JsonNode> manifests, String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .toList();
    }

    private static List<JsonNode> pods(String values) {
        return Chart.render(values).stream()
                .map(manifest -> manifest.at("/spec/template/spec"))
                .filter(pod -> !pod.isMissingNode())
                .toList();
    }

    private static List<JsonNode> containers(String values) {
        return pods(values).stream()
                .flatMap(pod -> StreamSupport.stream(pod.path("containers").spliterator(), false))
                .toList();
    }

    private static JsonNode container(String values, String name) {
        return containers(values).stream()
                .filter(container -> container.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Set<String> variables(JsonNode container) {
        Set<String> names = new TreeSet<>(container.path("env").findValuesAsText("name"));
        names.removeIf(name -> !name.startsWith("DERWENT_"));
        return names;
    }

    private static Set<String> literals(Path source) throws IOException {
        Set<String> found = new TreeSet<>();
        Matcher literal = Pattern.compile("\"(DERWENT_[A-Z_]+)\"").matcher(Files.readString(source));
        while (literal.find()) {
            found.add(literal.group(1));
        }
        return found;
    }

    private static Path source(String root, String className) {
        return Path.of(root, "src/main/java", className.replace('.', '/') + ".java");
    }

    private static boolean isWithin(JsonNode selector, JsonNode labels) {
        return selector.properties().stream().allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }

    private static String id(JsonNode manifest) {
        return manifest.path("kind").asText() + " "
                + manifest.at("/metadata/name").asText();
    }
}
