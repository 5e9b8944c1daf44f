package io.derwent.launcher.safety;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.derwent.wire.InvalidDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The hazards of a checkout, and whether what they rest on is there. A step of the build: it fails on a hazard without evidence,
 * and writes the hazard log and the draft of the safety case report.
 */
public final class SafetyFile {
    private static final Path HAZARDS = Path.of("docs", "safety", "hazards");
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Path root;
    private final List<Hazard> hazards = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private SafetyFile(Path root) {
        this.root = root;
    }

    /**
     * Checks the checkout in the first directory and writes into the second.
     *
     * @throws IllegalStateException naming every hazard that is not held, or not stated as it has to be
     */
    public static void main(String[] arguments) throws IOException {
        SafetyFile file = read(Path.of(arguments[0]));
        if (!file.problems().isEmpty()) {
            throw new IllegalStateException(
                    "the safety file does not hold:\n  " + String.join("\n  ", file.problems()));
        }
        Path out = Files.createDirectories(Path.of(arguments[1]));
        Files.writeString(out.resolve("hazard-log.md"), SafetyReport.hazardLog(file.hazards()));
        Files.writeString(out.resolve("safety-case-report.md"), SafetyReport.safetyCase(file.hazards()));
    }

    static SafetyFile read(Path root) throws IOException {
        SafetyFile file = new SafetyFile(root);
        List<Path> paths;
        try (Stream<Path> found = Files.list(root.resolve(HAZARDS))) {
            paths = found.sorted().toList();
        }
        for (Path path : paths) {
            file.add(path);
        }
        if (file.hazards.isEmpty()) {
            file.problems.add("there is no hazard in " + HAZARDS);
        }
        return file;
    }

    List<Hazard> hazards() {
        return List.copyOf(hazards);
    }

    /** Sentences, each with the hazard it is about. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    private void add(Path path) throws IOException {
        String name = path.getFileName().toString();
        try {
            JsonNode node = YAML.readTree(Files.readString(path));
            Hazard hazard = Hazard.of(node, name);
            hazards.add(hazard);
            check(hazard, name);
        } catch (InvalidDocument e) {
            problems.add("%s: %s".formatted(name, e.getMessage()));
        } catch (JsonProcessingException e) {
            problems.add("%s is not YAML: %s".formatted(name, e.getOriginalMessage()));
        }
    }

    private void check(Hazard hazard, String name) throws IOException {
        if (!name.equals(hazard.id() + ".yaml")) {
            problems.add("%s has the id %s, %s.yaml is expected".formatted(name, hazard.id(), hazard.id()));
        }
        if (hazard.causes().isEmpty()) {
            problems.add(hazard.id() + " has no cause");
        }
        List<Hazard.Control> designs = hazard.controls().stream()
                .filter(control -> control.kind() == Hazard.Control.Kind.DESIGN)
                .toList();
        if (designs.isEmpty()) {
            problems.add(hazard.id() + " has no control by design");
        }
        for (Hazard.Control control : hazard.controls()) {
            if (control.kind() == Hazard.Control.Kind.DESIGN) {
                checkDesign(hazard, control);
            } else if (!control.in().isEmpty() || !control.evidence().isEmpty()) {
                problems.add("%s: \"%s\" is people's work, no file or test can show it"
                        .formatted(hazard.id(), control.what()));
            }
        }
        checkRisks(hazard);
    }

    private void checkDesign(Hazard hazard, Hazard.Control control) throws IOException {
        if (control.in().isEmpty()) {
            problems.add("%s: \"%s\" names no file that does it".formatted(hazard.id(), control.what()));
        }
        for (String file : control.in()) {
            if (!Files.isRegularFile(root.resolve(file))) {
                problems.add("%s: there is no %s".formatted(hazard.id(), file));
            }
        }
        if (control.evidence().isEmpty()) {
            problems.add("%s: \"%s\" has no evidence".formatted(hazard.id(), control.what()));
        }
        for (String evidence : control.evidence()) {
            if (!Evidence.isTest(root, evidence)) {
                problems.add("%s: there is no test %s".formatted(hazard.id(), evidence));
            }
        }
    }

    private void checkRisks(Hazard hazard) {
        int residual = hazard.residual().rating();
        if (residual > hazard.initial().rating()) {
            problems.add("%s: the controls make it worse, %s after %s"
                    .formatted(hazard.id(), hazard.residual(), hazard.initial()));
        }
        if (residual >= Risk.MANDATORY_MITIGATION) {
            problems.add("%s: %s is left, which must be mitigated".formatted(hazard.id(), hazard.residual()));
        }
        if (residual == Risk.UNDESIRABLE && hazard.tolerated().isEmpty()) {
            problems.add("%s: %s is left; tolerated has to say why".formatted(hazard.id(), hazard.residual()));
        }
    }
}
