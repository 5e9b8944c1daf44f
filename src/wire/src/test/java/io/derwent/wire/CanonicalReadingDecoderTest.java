package io.derwent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Whose;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalReadingDecoderTest {
    private final PayloadDecoder<DecodedReading> decoder = new CanonicalReadingDecoder();

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
    void aReadingMaySayWhoseItIs() {
        assertThat(decode("{'kind':'pulse','perMinute':70,'user':2}").whose()).isEqualTo(new Whose(2, null));
        assertThat(decode("{'kind':'pulse','perMinute':70,'user':255,'patient':'p1'}")
                        .whose())
                .isEqualTo(new Whose(255, "p1"));
        assertThat(decode("{'kind':'pulse','perMinute':70}").whose()).isNull();
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
                "cut off ~ {'kind':'pulse','perMi ~ not JSON: Unexpected end-of-input in field name at line 1, column 23",
                "half an object ~ {'kind':'pulse' ~ expected close marker for Object at line 1, column 16",
                "two values ~ {'kind':'pulse','perMinute':70}{} ~ not JSON: something follows the value at line 1",
                "too deep ~ {'a':[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]} ~ nesting depth (21) exceeds the maximum allowed (20)",
                "a long number ~ {'a':12345678901234567890123456789012345678901} ~ length (41) exceeds the maximum allowed (40)",
                "the same field twice ~ {'kind':'pulse','perMinute':70,'perMinute':71} ~ Duplicate field",
                "an array ~ [] ~ one JSON object is expected",
                "nothing ~ || ~ one JSON object is expected",
                "no kind ~ {} ~ required field kind is missing",
                "unknown kind ~ {'kind':'bp'} ~ kind is \"bp\", one of bp_panel, spo2",
                "kind in capitals ~ {'kind':'SPO2','percent':95} ~ kind is \"SPO2\"",
                "missing field ~ {'kind':'bp_panel','systolic':120} ~ required field diastolic of bp_panel is missing",
                "a text for a number ~ {'kind':'spo2','percent':'95'} ~ percent is \"95\", a number is expected",
                "below the plausible ~ {'kind':'spo2','percent':49.9} ~ percent is 49.9, plausible is 50 to 100 %",
                "above the plausible ~ {'kind':'glucose','mmolPerLitre':35.1} ~ plausible is 0.6 to 35.0 mmol/L",
                "a huge exponent ~ {'kind':'spo2','percent':1e999999} ~ plausible is 50 to 100",
                "a number beyond numbers ~ {'kind':'spo2','percent':9e2147483648} ~ a number has an exponent of more than",
                "a number below numbers ~ {'kind':'spo2','percent':95,'x':9e-99999999999} ~ a number has an exponent of",
                "no number ~ {'kind':'spo2','percent':NaN} ~ not JSON: Non-standard token 'NaN' at line 1, column 29",
                "diastolic equals systolic ~ {'kind':'bp_panel','systolic':90,'diastolic':90} ~ not below systolic",
                "no offset ~ {'kind':'pulse','perMinute':70,'effectiveTime':'2026-11-22T08:05:00'} ~ RFC 3339",
                "no such day ~ {'kind':'pulse','perMinute':70,'effectiveTime':'2026-02-30T08:05:00Z'} ~ RFC 3339",
                "an empty time ~ {'kind':'pulse','perMinute':70,'effectiveTime':''} ~ RFC 3339",
                "a time in numbers ~ {'kind':'pulse','perMinute':70,'effectiveTime':1700000000} ~ a text is expected",
                "unknown word ~ {'kind':'observation_set','acvpu':'alert'} ~ acvpu is \"alert\", one of [A, C, V, P, U] is expected",
                "unknown site ~ {'kind':'temperature','celsius':37,'site':'ear'} ~ site is \"ear\", one of [tympanic",
                "an empty set ~ {'kind':'observation_set'} ~ observation_set carries no value",
                "half a count ~ {'kind':'pulse','perMinute':70,'seq':1.5} ~ seq is 1.5, a whole number from 0 is expected",
                "a text for a counter ~ {'kind':'pulse','perMinute':70,'seq':'1'} ~ seq is \"1\", a whole number",
                "half a user ~ {'kind':'pulse','perMinute':70,'user':1.5} ~ user is 1.5, a whole number from 0 to 255",
                "a user beyond ~ {'kind':'pulse','perMinute':70,'user':256} ~ user is 256, a whole number from 0 to 255",
                "a number for a patient ~ {'kind':'pulse','perMinute':70,'patient':7} ~ a text is expected",
                "an empty patient ~ {'kind':'pulse','perMinute':70,'patient':''} ~ patient has 0 characters, 1 to 200",
                "a negative counter ~ {'kind':'pulse','perMinute':70,'seq':-1} ~ a whole number from 0 is expected",
            })
    void aWrongMessageIsRefusedWithTheRule(String name, String message, String reason) {
        assertThatThrownBy(() -> decode(message))
                .isInstanceOf(InvalidPayload.class)
                .hasMessageContaining(reason);
    }

    @Test
    void whatTheReasonQuotesIsPrintable() {
        assertThatThrownBy(() -> decode("{'kind':'a\\u0000b\\u0085'}"))
                .isInstanceOf(InvalidPayload.class)
                .hasMessageStartingWith("kind is \"a\uFFFDb\uFFFD\"");
    }

    @ParameterizedTest
    @CsvSource({
        "application/vnd.derwent.reading+json,true",
        "Application/VND.Derwent.Reading+JSON; charset=utf-8,true",
        "application/json,false",
    })
    void contentTypesCompareWithoutCaseAndParameters(String contentType, boolean known) {
        assertThat(PayloadDecoders.standard().ofReadings(contentType).isPresent())
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
                "{'kind':'bp_panel','systolic':300,'diastolic':20.0,'pulse':null,'mean':2.5e1} ~ true",
                "{'kind':'bp_panel','systolic':300.01,'diastolic':80} ~ false",
                "{'kind':'bp_panel','systolic':120,'diastolic':19.99} ~ false",
                "{'kind':'bp_panel','systolic':120,'diastolic':80,'mean':24} ~ false",
                "{'kind':'bp_panel','systolic':'120','diastolic':80} ~ false",
                "{'kind':'bp_panel','systolic':120,'diastolic':null} ~ false",
                "{'kind':'spo2','percent':50,'pulse':250} ~ true",
                "{'kind':'spo2','percent':95,'pulse':251} ~ false",
                "{'kind':'pulse','perMinute':20} ~ true",
                "{'kind':'pulse','perMinute':true} ~ false",
                "{'kind':'respiratory_rate','perMinute':60} ~ true",
                "{'kind':'respiratory_rate','perMinute':61} ~ false",
                "{'kind':'glucose','mmolPerLitre':0.6} ~ true",
                "{'kind':'glucose','mmolPerLitre':0.59} ~ false",
                "{'kind':'weight','kilograms':300.1} ~ false",
                "{'kind':'temperature','celsius':43,'site':null} ~ true",
                "{'kind':'temperature','celsius':43,'site':'Oral'} ~ false",
                "{'kind':'observation_set','acvpu':'C'} ~ true",
                "{'kind':'observation_set','acvpu':'c','rr':18} ~ false",
                "{'kind':'observation_set','air_or_oxygen':'water'} ~ false",
                "{'kind':'observation_set','rr':null,'acvpu':null} ~ false",
                "{'kind':'observation_set','rr':18,'temp_c':'37'} ~ false",
                "{'kind':null} ~ false",
                "{'kind':['spo2'],'percent':95} ~ false",
                "[{'kind':'spo2','percent':95}] ~ false",
                "{'kind':'pulse','perMinute':70,'seq':0,'id':'x'} ~ true",
                "{'kind':'pulse','perMinute':70,'seq':7.0,'id':null} ~ true",
                "{'kind':'pulse','perMinute':70,'seq':9223372036854775807} ~ true",
                "{'kind':'pulse','perMinute':70,'seq':9223372036854775808} ~ false",
                "{'kind':'pulse','perMinute':70,'seq':7.5} ~ false",
                "{'kind':'pulse','perMinute':70,'user':255,'patient':'p1'} ~ true",
                "{'kind':'pulse','perMinute':70,'user':null,'patient':null} ~ true",
                "{'kind':'pulse','perMinute':70,'user':256} ~ false",
                "{'kind':'pulse','perMinute':70,'user':-1} ~ false",
                "{'kind':'pulse','perMinute':70,'patient':''} ~ false",
                "{'kind':'pulse','perMinute':70,'patient':7} ~ false",
                "{'kind':'pulse','perMinute':70,'id':''} ~ false",
                "{'kind':'pulse','perMinute':70,'id':7} ~ false",
                "{'kind':'pulse','perMinute':70,'effectiveTime':null} ~ true",
                "{'kind':'pulse','perMinute':70,'effectiveTime':'2026-11-22t08:05:00.123456789012z'} ~ true",
                "{'kind':'pulse','perMinute':70,'effectiveTime':'2026-11-22 08:05:00-18:00'} ~ true",
                "{'kind':'pulse','perMinute':70,'effectiveTime':'2016-12-31T23:59:60Z'} ~ true",
                "{'kind':'pulse','perMinute':70,'effectiveTime':'2026-11-22T24:00:00Z'} ~ false",
                "{'kind':'pulse','perMinute':70,'effectiveTime':'2026-11-22T08:05:61Z'} ~ false",
                "{'kind':'pulse','perMinute':70,'effectiveTime':'2026-11-22T08:05:00'} ~ false",
                "{'kind':'pulse','perMinute':70,'effectiveTime':'2026-11-22T08:05:00+19:00'} ~ false",
                "{'kind':'pulse','perMinute':70,'effectiveTime':'2026-11-22T08:05:00+0100'} ~ false",
                "{'kind':'pulse','perMinute':70,'effectiveTime':'2026-13-22T08:05:00Z'} ~ false",
                "{'kind':'pulse','perMinute':70,'effectiveTime':'0000-11-22T08:05:00Z'} ~ false",
                "{'kind':'pulse','perMinute':70,'effectiveTime':1764000000} ~ false",
                "{'kind':'observation_set'} ~ false",
                "{'kind':'spo2','percent':101} ~ false",
                "{'kind':'spo2'} ~ false",
                "{'kind':'stairs','count':3} ~ false",
                "{'kind':'steps','count':3} ~ true",
                "{'kind':'steps','count':3,'wearMinutes':601} ~ true",
                "{'kind':'steps','wearMinutes':601} ~ false",
                "{'kind':'sleep','minutes':1441} ~ false",
                "{'kind':'resting_heart_rate','perMinute':58.5} ~ true",
                "{'kind':'glucose','range':'high'} ~ true",
                "{'kind':'glucose','range':'high','mmolPerLitre':null} ~ true",
                "{'kind':'glucose','range':'high','mmolPerLitre':33.0} ~ false",
                "{'kind':'glucose','range':'HI'} ~ false",
                "{'kind':'glucose'} ~ false",
                "{'kind':'soft_signs','breathless':'yes'} ~ true",
                "{'kind':'soft_signs','breathless':'a bit'} ~ false",
                "{'kind':'soft_signs','breathless':null} ~ false",
                "{'kind':'spo2','percent':97,'status':['low_battery','something new']} ~ true",
                "{'kind':'spo2','percent':97,'status':null} ~ true",
                "{'kind':'spo2','percent':97,'status':'low_battery'} ~ false",
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

    @Test
    void whatTheDeviceSaysAboutItselfMarksTheReading() {
        byte[] source =
                json("{'kind':'bp_panel','systolic':150,'diastolic':90,'status':['loose_cuff','irregular_pulse']}")
                        .getBytes(StandardCharsets.UTF_8);

        Reading reading =
                decoder.decode(source).get(0).received("derby", "cuff-1", source, Instant.EPOCH, Instant.EPOCH);

        assertThat(reading.marks())
                .containsExactlyInAnyOrder(Mark.LOOSE_CUFF, Mark.IRREGULAR_PULSE, Mark.NO_DEVICE_TIME);
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
