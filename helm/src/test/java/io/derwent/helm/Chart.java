package io.derwent.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart as Helm sees it. Helm is inside this JVM: no program, no cluster, no network. */
final class Chart {
    private static final Path DIRECTORY = Path.of("derwent");
    private static final Path VALUES = Path.of("src/test/resources/values");
    /** Helm assumes 1.20 unless told. */
    private static final String KUBERNETES = "1.31.0";

    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder().build());

    /** Hooks are rendered apart and this Helm does not hand them over: here they are ordinary manifests. */
    static final String HOOK_IN_TESTS = "derwent.test/hook";

    private static final Path WITH_HOOKS = hooksInLine();

    private Chart() {}

    /** Rendered with one of the value sets and some single values beside it. */
    static List<JsonNode> render(String valueSet, Map<String, ?> settings) {
        TemplateCommand template = new Helm(WITH_HOOKS)
                .template()
                .withName("care")
                .withNamespace("derwent")
                .withKubeVersion(KUBERNETES)
                .withValuesFile(VALUES.resolve(valueSet + ".yaml"));
        settings.forEach(template::set);
        return documents(template.call());
    }

    static List<JsonNode> render(String valueSet) {
        return render(valueSet, Map.of());
    }

    /** Lints a copy that has the value set as its own values: Helm's lint is given none here. */
    static LintResult lint(String valueSet, Path emptyDirectory) {
        try {
            Path copy = copyTo(emptyDirectory.resolve("derwent"));
            JsonNode merged = merge(
                    YAML.readTree(DIRECTORY.resolve("values.yaml").toFile()),
                    YAML.readTree(VALUES.resolve(valueSet + ".yaml").toFile()));
            YAML.writeValue(copy.resolve("values.yaml").toFile(), merged);
            return new Helm(copy).lint().strict().call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path hooksInLine() {
        try {
            Path copy =
                    copyTo(Files.createTempDirectory(Path.of("target"), "chart").resolve("derwent"));
            Path migrate = copy.resolve("templates/migrate.yaml");
            Files.writeString(migrate, Files.readString(migrate).replace("helm.sh/hook:", HOOK_IN_TESTS + ":"));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copyTo(Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(DIRECTORY.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return copy;
    }

    static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode merge(JsonNode base, JsonNode over) {
        if (base instanceof ObjectNode object && over.isObject()) {
            over.properties()
                    .forEach(entry -> object.set(entry.getKey(), merge(object.path(entry.getKey()), entry.getValue())));
            return object;
        }
        return over;
    }

    private static List<JsonNode> documents(String rendered) {
        ObjectReader reader = YAML.readerFor(JsonNode.class);
        try (MappingIterator<JsonNode> documents = reader.readValues(rendered)) {
            return documents.readAll().stream()
                    .filter(document -> document.isObject() && !document.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
