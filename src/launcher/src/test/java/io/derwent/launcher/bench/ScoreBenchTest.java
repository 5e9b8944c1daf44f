package io.derwent.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.derwent.clinical.PatientState;
import io.derwent.launcher.lines.Run;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ScoreBenchTest {
    @Test
    void whatIsRememberedIsReadAsItWasWritten() {
        StateBytes bytes = new StateBytes();

        assertThat(ScoreTemplate.all(2)).isNotEmpty().allSatisfy(template -> {
            PatientState state = template.state();
            assertThat(bytes.read(bytes.of(state))).isEqualTo(state);
            assertThat(template.next()).hasSize(2);
        });
    }

    @Test
    void withoutTheJobItMeasuresTheRulesAndTheBytes() throws IOException {
        Run run = new Run(
                new ScoreBench(),
                "--without-job",
                "--few",
                "100",
                "--many",
                "100",
                "--seconds",
                "0",
                "--heap",
                "512m",
                "--json");

        assertThat(run.code).as(run.err()).isZero();
        JsonNode figures = new ObjectMapper().readTree(run.out()).path("figures");
        assertThat(figures)
                .hasSize(5)
                .allSatisfy(
                        figure -> assertThat(figure.path("ours").doubleValue()).isPositive());
        assertThat(figures.get(3).path("ours").doubleValue())
                .as("the largest")
                .isGreaterThanOrEqualTo(figures.get(2).path("ours").doubleValue());
    }
}
