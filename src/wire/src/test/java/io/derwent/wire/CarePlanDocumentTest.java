package io.derwent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.derwent.model.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
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
