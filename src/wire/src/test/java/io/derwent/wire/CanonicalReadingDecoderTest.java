package io.derwent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalReadingDecoderTest {
    private final PayloadDecoder decoder = new CanonicalReadingDecoder();

    @Test
    void aBloodPressureKeepsItsDecimalsAndItsTime() {
        DecodedReading reading =
                decode("{'kind':'bp_panel','effectiveTime':'2026-11-22T08:05:00+01:00','systolic':132.5,'diastolic':84,"
                        + "'pulse':71,'seq':7,'id':'grp-1'}");

        assertThat(reading.measurement().kind()).isEqualTo(Kind.BP_PANEL);
        assertThat(reading.measurement().quantity(Parameter.SYSTOLIC_BP)).contains(new BigDecimal("132.5"));
        assertThat(reading.measurement().quantity(Parameter.MEAN_BP)).isEmpty();
        assertThat(reading.deviceTime()).isEqualTo(Instant.parse("2026-11-22T07:05:00Z"));
        assertThat(reading.deviceTimeText()).isEqualTo("2026-11-22T08:05:00+01:00");
        assertThat(reading.seq()).isEqualTo(7);
        assertThat(reading.recordId()).isEqualTo("grp-1");
    }

    @Test
    void anObservationSetMayLackParts() {
        DecodedReading reading = decode("{'kind':'observation_set','spo2':95,'acvpu':'A','temp_c':null}");

        assertThat(reading.measurement().quantities()).containsOnlyKeys(Parameter.SPO2);
        assertThat(reading.measurement().finding(Finding.CONSCIOUSNESS)).contains("A");
        assertThat(reading.deviceTime()).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '|',
            delimiter = '~',
            value = {
                "not JSON ~ {'kind' ~ not JSON",
                "two values ~ {'kind':'pulse','perMinute':70}{} ~ not JSON",
                "the same field twice ~ {'kind':'pulse','perMinute':70,'perMinute':71} ~ Duplicate field",
                "an array ~ [] ~ one JSON object is expected",
                "nothing ~ || ~ not JSON: No content",
                "no kind ~ {} ~ required field kind is missing",
                "unknown kind ~ {'kind':'bp'} ~ kind is \"bp\", one of bp_panel, spo2",
                "kind in capitals ~ {'kind':'SPO2','percent':95} ~ kind is \"SPO2\"",
                "missing field ~ {'kind':'bp_panel','systolic':120} ~ required field diastolic of bp_panel is missing",
                "a text for a number ~ {'kind':'spo2','percent':'95'} ~ percent is \"95\", a number is expected",
                "below the plausible ~ {'kind':'spo2','percent':49.9} ~ percent is 49.9, plausible is 50 to 100 %",
                "above the plausible ~ {'kind':'glucose','mmolPerLitre':35.1} ~ plausible is 0.6 to 35.0 mmol/L",
                "a huge exponent ~ {'kind':'spo2','percent':1e999999} ~ plausible is 50 to 100",
                "diastolic equals systolic ~ {'kind':'bp_panel','systolic':90,'diastolic':90} ~ not below systolic",
                "no offset ~ {'kind':'pulse','perMinute':70,'effectiveTime':'2026-11-22T08:05:00'} ~ RFC 3339",
                "no such day ~ {'kind':'pulse','perMinute':70,'effectiveTime':'2026-02-30T08:05:00Z'} ~ RFC 3339",
                "an empty time ~ {'kind':'pulse','perMinute':70,'effectiveTime':''} ~ RFC 3339",
                "a time in numbers ~ {'kind':'pulse','perMinute':70,'effectiveTime':1700000000} ~ a text is expected",
                "unknown word ~ {'kind':'observation_set','acvpu':'alert'} ~ one of [A, C, V, P, U] is expected",
                "an empty set ~ {'kind':'observation_set'} ~ observation_set carries no value",
                "a negative counter ~ {'kind':'pulse','perMinute':70,'seq':-1} ~ a whole number from 0 is expected",
            })
    void aWrongMessageIsRefusedWithTheRule(String name, String message, String reason) {
        assertThatThrownBy(() -> decode(message))
                .isInstanceOf(InvalidPayload.class)
                .hasMessageContaining(reason);
    }

    @Test
    void whatTheReasonQuotesIsPrintable() {
        assertThatThrownBy(() -> decode("{'kind':'a\\u0000b'}"))
                .isInstanceOf(InvalidPayload.class)
                .hasMessageStartingWith("kind is \"a\uFFFDb\"");
    }

    @ParameterizedTest
    @CsvSource({
        "application/vnd.derwent.reading+json,true",
        "Application/VND.Derwent.Reading+JSON; charset=utf-8,true",
        "application/json,false",
    })
    void contentTypesCompareWithoutCaseAndParameters(String contentType, boolean known) {
        assertThat(PayloadDecoders.standard().forContentType(contentType).isPresent())
                .isEqualTo(known);
    }

    /** The published schema and the decoder say the same of these, except where a rule spans two fields. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            delimiter = '~',
            value = {
                "{'kind':'bp_panel','effectiveTime':'2026-11-22T08:05:00Z','systolic':132,'diastolic':84} ~ true",
                "{'kind':'observation_set','rr':18,'air_or_oxygen':'air','acvpu':null} ~ true",
                "{'kind':'temperature','celsius':37.2,'site':'oral'} ~ true",
                "{'kind':'weight','kilograms':82.4,'colour':'blue'} ~ true",
                "{'kind':'observation_set'} ~ false",
                "{'kind':'spo2','percent':101} ~ false",
                "{'kind':'spo2'} ~ false",
                "{'kind':'steps','count':3} ~ false",
                "{'kind':'pulse','perMinute':70,'effectiveTime':'yesterday'} ~ false",
            })
    void thePublishedSchemaAgrees(String message, boolean valid) throws IOException {
        String json = json(message);

        boolean schemaSays = schema().validate(json, InputFormat.JSON).isEmpty();
        boolean decoderSays;
        try {
            decoder.decode(json.getBytes(StandardCharsets.UTF_8));
            decoderSays = true;
        } catch (InvalidPayload e) {
            decoderSays = false;
        }

        assertThat(schemaSays).isEqualTo(valid);
        assertThat(decoderSays).isEqualTo(valid);
    }

    private static Schema schema() throws IOException {
        try (InputStream in = CanonicalReadingDecoderTest.class.getResourceAsStream("/schemas/reading.schema.json")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text);
        }
    }

    private DecodedReading decode(String message) {
        return decoder.decode(json(message).getBytes(StandardCharsets.UTF_8)).get(0);
    }

    private static String json(String message) {
        return message == null ? "" : message.replace('\'', '"');
    }
}
