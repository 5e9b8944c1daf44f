package io.derwent.launcher.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetyFileTest {
    private static final Path PROJECT = Path.of("..", "..");

    private static final String HELD = """
            id: H-01
            name: The door is left open
            description: Somebody leaves the door open.
            causes: [wind]
            effect: It gets cold.
            type: cold
            harm: A cold.
            owner: the landlord
            initial: {severity: major, likelihood: medium}
            residual: {severity: major, likelihood: very low}
            status: controlled
            controls:
              - what: The door closes by itself.
                kind: design
                in: [door/src/main/java/Door.java]
                evidence: [door/src/test/java/DoorTest.java#itCloses]
              - what: Everybody looks behind themselves.
                kind: training
            """;

    @TempDir
    Path root = Path.of("");

    @BeforeEach
    void build() throws IOException {
        Path main = Files.createDirectories(root.resolve("door/src/main/java"));
        Files.writeString(main.resolve("Door.java"), "class Door {}\n");
        Path test = Files.createDirectories(root.resolve("door/src/test/java"));
        Files.writeString(test.resolve("DoorTest.java"), """
                class DoorTest {
                    @ParameterizedTest
                    @CsvSource({"slowly", "fast"})
                    void itCloses(String how) {}

                    void helps() {}
                }
                """);
        Files.createDirectories(root.resolve("docs/safety/hazards"));
    }

    @Test
    void everyHazardOfThisProjectIsHeld() throws IOException {
        SafetyFile file = SafetyFile.read(PROJECT);

        assertThat(file.problems()).isEmpty();
        assertThat(file.hazards()).hasSizeGreaterThanOrEqualTo(12);
    }

    @Test
    void theLogAndTheCaseSayWhatTheFilesSay() throws IOException {
        Files.writeString(root.resolve("docs/safety/hazards/H-01.yaml"), HELD);
        Path out = root.resolve("out");

        SafetyFile.main(new String[] {root.toString(), out.toString()});

        assertThat(out.resolve("hazard-log.md"))
                .content()
                .contains("| H-01 | **The door is left open**. Somebody leaves the door open. | wind | It gets cold. |")
                .contains(
                        "| major × medium = 4 | The door closes by itself. | training: Everybody looks behind themselves."
                                + " | major × very low = 2 | the landlord | controlled |");
        assertThat(out.resolve("safety-case-report.md"))
                .content()
                .contains(
                        "- The door closes by itself.\n  - by `door/src/main/java/Door.java`\n  - shown by `door/src/test")
                .contains("- H-01, training: Everybody looks behind themselves.")
                .endsWith("Not signed.\n");
    }

    @Test
    void aHazardWithoutEvidenceFailsTheBuildByName() throws IOException {
        Files.writeString(root.resolve("docs/safety/hazards/H-01.yaml"), HELD.replace("itCloses", "itOpens"));

        assertThatThrownBy(() -> SafetyFile.main(
                        new String[] {root.toString(), root.resolve("out").toString()}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("H-01: there is no test door/src/test/java/DoorTest.java#itOpens");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '~', textBlock = """
            #itCloses                        ~ #helps                        ~ there is no test door/src/test/java/DoorTest.java#helps
            DoorTest.java#itCloses           ~ WindowTest.java#itCloses      ~ there is no test door/src/test/java/WindowTest.java
            java/Door.java                   ~ java/Window.java              ~ there is no door/src/main/java/Window.java
            [door/src/test/java/DoorTest.java#itCloses] ~ []                 ~ has no evidence
            kind: design                     ~ kind: training                ~ H-01 has no control by design
            kind: design                     ~ kind: magic                   ~ "magic" is none of design, training, business process
            severity: major, likelihood: very low ~ severity: major, likelihood: huge ~ "huge" is none of very low, low
            {severity: major, likelihood: very low} ~ {severity: major, likelihood: low} ~ tolerated has to say why
            {severity: major, likelihood: very low} ~ {severity: major, likelihood: medium} ~ major × medium = 4 is left, which must be mitigated
            {severity: major, likelihood: very low} ~ {severity: major, likelihood: very high} ~ the controls make it worse
            causes: [wind]                   ~ causes: []                    ~ H-01 has no cause
            harm: A cold.                    ~ harms: A cold.                ~ harms is not known here
            harm: A cold.                    ~ ''                            ~ harm is missing
            id: H-01                         ~ id: H-02                      ~ H-01.yaml has the id H-02
            id: H-01                         ~ 'id: "H-01'                   ~ H-01.yaml is not YAML
            """)
    void whatIsWrongIsNamed(String right, String wrong, String sentence) throws IOException {
        Files.writeString(root.resolve("docs/safety/hazards/H-01.yaml"), HELD.replace(right, wrong));

        assertThat(SafetyFile.read(root).problems()).anyMatch(problem -> problem.contains(sentence));
    }

    @Test
    void noHazardIsAProblem() throws IOException {
        assertThat(SafetyFile.read(root).problems()).singleElement().asString().startsWith("there is no hazard");
    }

    @ParameterizedTest
    @CsvSource({
        "MINOR, VERY_LOW, 1",
        "MINOR, VERY_HIGH, 3",
        "CONSIDERABLE, HIGH, 4",
        "CATASTROPHIC, VERY_LOW, 3",
        "CATASTROPHIC, MEDIUM, 5"
    })
    void theMatrixIsThatOfNhsHazardLogs(Risk.Severity severity, Risk.Likelihood likelihood, int rating) {
        assertThat(new Risk(severity, likelihood).rating()).isEqualTo(rating);
    }
}
