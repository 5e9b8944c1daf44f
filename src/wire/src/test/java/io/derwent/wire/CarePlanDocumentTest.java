package io.derwent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.derwent.model.Kind;
import io.derwent.model.Parameter;
import io.derwent.model.Schedule;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CarePlanDocumentTest {
    private static String schemaText;
    private static Schema schema;

    @BeforeAll
    static void readTheSchema() throws IOException {
        try (InputStream in = CarePlanDocumentTest.class.getResourceAsStream("/schemas/care-plan.schema.json")) {
            schemaText = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schemaText);
        }
    }

    @Test
    void theSchemasExamplesAreReadAndValid() throws IOException {
        JsonNode examples = new ObjectMapper().readTree(schemaText).path("examples");

        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            assertThat(isValid(example.toString())).isTrue();
            assertThat(read(example.toString()).pathway())
                    .isEqualTo(example.path("pathway").asText());
        });
    }

    @Test
    void aPersonalLimitHasWhoDecidedItAndWhy() {
        CarePlanDocument document = read("""
                {"pathway":"hypertension","thresholds":[{"rule":"BP-03","parameter":"systolic_bp","value":170.5,
                 "owner":"Dr Gray","reason":"recent stroke","reviewOn":"2027-01-01"}]}""");

        assertThat(document.spo2Scale()).isEqualTo(1);
        assertThat(document.active()).isTrue();
        assertThat(document.validFrom()).isEmpty();
        assertThat(document.thresholds()).singleElement().satisfies(limit -> {
            assertThat(limit.parameter()).isEqualTo(Parameter.SYSTOLIC_BP);
            assertThat(limit.value()).isEqualTo(new BigDecimal("170.5"));
            assertThat(limit.owner()).isEqualTo("Dr Gray");
            assertThat(limit.reviewOn()).isEqualTo(LocalDate.of(2027, 1, 1));
        });
    }

    @Test
    void aPlanMayIncludeRulesAndSayWhenThePatientMeasures() {
        CarePlanDocument document = read("""
                {"pathway":"heart-failure","include":["wearable","hypertension/BP-03"],
                 "schedule":{"expected":[{"kind":"weight","at":"07:30","days":["monday"]}]}}""");

        assertThat(document.include()).containsExactly("wearable", "hypertension/BP-03");
        assertThat(document.schedule())
                .contains(new Schedule(
                        List.of(new Schedule.Expected(Kind.WEIGHT, LocalTime.of(7, 30), List.of(DayOfWeek.MONDAY))),
                        null));
        assertThat(read("{\"pathway\":\"copd\"}").schedule()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', textBlock = """
            no pathway          ~ {}                                                   ~ pathway is missing
            misspelt            ~ {"pathway":"oximetry","spo2scale":2}                 ~ spo2scale is not known here
            scale 3             ~ {"pathway":"oximetry","spo2Scale":3}                 ~ a whole number from 1 to 2
            nobody decided      ~ {"pathway":"copd","spo2Scale":2}                     ~ scale2Decision is missing
            decided half        ~ {"pathway":"copd","spo2Scale":2,"scale2Decision":{"by":"Dr Gray","reason":"x"}} ~ scale2Decision.at is missing
            no such quantity    ~ {"pathway":"copd","thresholds":[{"rule":"OX-04","parameter":"sats","value":1,"owner":"x","reason":"y","reviewOn":"2027-01-01"}]} ~ parameter is "sats"
            a limit in words    ~ {"pathway":"copd","thresholds":[{"rule":"OX-04","parameter":"spo2","value":"90","owner":"x","reason":"y","reviewOn":"2027-01-01"}]} ~ thresholds[0].value is "90"
            nobody's limit      ~ {"pathway":"copd","thresholds":[{"rule":"OX-04","parameter":"spo2","value":90,"reason":"y","reviewOn":"2027-01-01"}]} ~ thresholds[0].owner is missing
            includes a number   ~ {"pathway":"copd","include":[3]}                     ~ include[0] is 3, a text is expected
            measures nothing    ~ {"pathway":"copd","schedule":{"expected":[{"kind":"mood","at":"08:00"}]}} ~ schedule.expected[0].kind is "mood"
            measures at noon    ~ {"pathway":"copd","schedule":{"expected":[{"kind":"spo2","at":"noon"}]}} ~ schedule.expected[0].at is "noon"
            sleeps for ever     ~ {"pathway":"copd","schedule":{"quietHours":{"from":"22:00"}}} ~ schedule.quietHours.until is missing
            no day              ~ {"pathway":"copd","thresholds":[{"rule":"OX-04","parameter":"spo2","value":90,"owner":"x","reason":"y","reviewOn":"soon"}]} ~ a date like
            """)
    void whatIsWrongIsNamedAndNotValid(String name, String json, String sentence) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(InvalidDocument.class).hasMessageContaining(sentence);
        assertThat(isValid(json)).isFalse();
    }

    private static CarePlanDocument read(String json) {
        return CarePlanDocument.read("the plan", json.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isValid(String json) {
        return schema.validate(json, InputFormat.JSON).isEmpty();
    }
}
