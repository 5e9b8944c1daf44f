package io.derwent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.derwent.model.AlertEvent.Audience;
import io.derwent.model.Confirm;
import io.derwent.model.Escalation;
import io.derwent.model.Kind;
import io.derwent.model.Pathway;
import io.derwent.model.Rule;
import io.derwent.model.Schedule;
import io.derwent.model.Severity;
import io.derwent.model.Timing;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PathwayDocumentTest {
    private static String schemaText;
    private static Schema schema;

    @BeforeAll
    static void readTheSchema() throws IOException {
        try (InputStream in = PathwayDocumentTest.class.getResourceAsStream("/schemas/pathway.schema.json")) {
            schemaText = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schemaText);
        }
    }

    static Stream<String> shipped() {
        return ShippedPathways.all().all().stream().map(Pathway::code);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyShippedFileIsValidAndNothingInItDeservesAWarning(String code) {
        byte[] file = ShippedPathways.file(code);

        PathwayDocument document = PathwayDocument.read("the file", file);

        assertThat(document.errors()).isEmpty();
        assertThat(document.warnings()).isEmpty();
        assertThat(document.pathway()).map(Pathway::code).contains(code);
        assertThat(isValid(new String(file, StandardCharsets.UTF_8))).isTrue();
    }

    @Test
    void theSchemasExamplesAreReadAndValid() throws IOException {
        JsonNode examples = new ObjectMapper().readTree(schemaText).path("examples");

        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            assertThat(isValid(example.toString())).isTrue();
            assertThat(read(example.toString()).errors()).isEmpty();
        });
    }

    @Test
    void aRuleIsReadWithEverythingItSays() {
        Rule rule = only("""
                "type":"threshold","anyOf":["spo2 < 95 % and spo2 > 92","spo2 <= 50 %"],
                "onlyWhen":["air_or_oxygen = oxygen"],"confirm":{"min":"PT1M","max":"PT1H"},"extreme":["spo2 <= 50 %"],
                "higher":[{"severity":"red","anyOf":["spo2 <= 92 %"]}],"clearWhen":["spo2 >= 95 %"],
                "promptPatient":true,"recheck":"PT15M","timing":{"horizon":"P10D","coolDown":"PT1H"}""");

        assertThat(rule).isInstanceOfSatisfying(Rule.Threshold.class, threshold -> {
            assertThat(threshold.anyOf()).hasSize(2);
            assertThat(threshold.anyOf().get(0))
                    .extracting(Object::toString)
                    .containsExactly("spo2 < 95 %", "spo2 > 92 %");
            assertThat(threshold.onlyWhen()).hasSize(1);
            assertThat(threshold.confirm()).isEqualTo(new Confirm.Repeat(Duration.ofMinutes(1), Duration.ofHours(1)));
            assertThat(threshold.higher()).singleElement().satisfies(grade -> {
                assertThat(grade.severity()).isEqualTo(Severity.RED);
                assertThat(grade.confirm()).isEqualTo(new Confirm.None());
            });
            assertThat(threshold.promptPatient()).isTrue();
            assertThat(threshold.recheck()).isEqualTo(Duration.ofMinutes(15));
            assertThat(threshold.timing())
                    .isEqualTo(new Timing(
                            Duration.ofMinutes(15), Duration.ofDays(7), Duration.ofDays(10), Duration.ofHours(1)));
        });
    }

    @Test
    void numbersAreDecimals() {
        assertThat(only("""
                "type":"baseline","parameter":"spo2","method":"from_median","direction":"down","by":2.70,"days":14""")).isInstanceOfSatisfying(Rule.Baseline.class, baseline -> {
            assertThat(baseline.by()).isEqualByComparingTo(new BigDecimal("2.7"));
            assertThat(baseline.consecutive()).isEqualTo(1);
        });
    }

    @Test
    void aScheduleSaysWhatIsExpectedAndWhenNot() {
        PathwayDocument document = read("""
                {"code":"x","version":3,"title":"X","rules":[%s],"schedule":{
                 "expected":[{"kind":"weight","at":"08:00"},{"kind":"bp_panel","at":"18:30","days":["monday"]}],
                 "quietHours":{"from":"22:00","until":"07:00"}}}""".formatted(rule("\"type\":\"soft_signs\",\"atLeast\":1")));

        assertThat(document.errors()).isEmpty();
        assertThat(document.pathway().orElseThrow().schedule())
                .isEqualTo(new Schedule(
                        List.of(
                                new Schedule.Expected(Kind.WEIGHT, LocalTime.of(8, 0), List.of()),
                                new Schedule.Expected(Kind.BP_PANEL, LocalTime.of(18, 30), List.of(DayOfWeek.MONDAY))),
                        new Schedule.QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0))));
    }

    @Test
    void anEscalationSaysWhoIsToldNextAndElseItIsAsUsual() {
        Escalation escalation = escalation("""
                "red":[{"audience":"lead","after":"PT15M"},{"audience":"out_of_hours","after":"PT45M"}],"amber":[],
                "amber_high":null""").pathway().orElseThrow().escalation();

        assertThat(escalation.of(Severity.RED))
                .containsExactly(
                        new Escalation.Rung(Audience.LEAD, Duration.ofMinutes(15)),
                        new Escalation.Rung(Audience.OUT_OF_HOURS, Duration.ofMinutes(45)));
        assertThat(escalation.of(Severity.AMBER)).isEmpty();
        assertThat(escalation.of(Severity.AMBER_HIGH)).isEqualTo(Escalation.USUAL.of(Severity.AMBER_HIGH));
        assertThat(escalation.of(Severity.RED_EMERGENCY)).isEqualTo(Escalation.USUAL.of(Severity.RED_EMERGENCY));
        assertThat(escalation.of(Severity.INFO)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void noShippedPathwayEscalatesOtherwiseThanUsual(String code) {
        assertThat(ShippedPathways.all().named(code).escalation()).isEqualTo(Escalation.USUAL);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            for information    ~ "info":[{"audience":"lead","after":"PT1H"}]      ~ escalation.info is not known here, known are [amber, amber_high, red, red_emergency]
            no such severity   ~ "crimson":[]                                     ~ escalation.crimson is not known here
            no list            ~ "amber":{"audience":"lead","after":"PT1H"}       ~ escalation.amber is {"audience":"lead","after":"PT1H"}, an array is expected
            nobody for red     ~ "red":[]                                         ~ escalation.red is empty, somebody to tell while nobody acts is expected
            nobody in need     ~ "red_emergency":[]                               ~ escalation.red_emergency is empty
            to nobody          ~ "red":[{"after":"PT1H"}]                         ~ escalation.red[0].audience is missing
            to the team        ~ "red":[{"audience":"team","after":"PT1H"}]       ~ escalation.red[0].audience is "team", one of lead, out_of_hours is expected
            misspelt           ~ "red":[{"audience":"lead","afer":"PT1H"}]        ~ escalation.red[0].afer is not known here, known are [after, audience]
            no time            ~ "red":[{"audience":"lead"}]                      ~ escalation.red[0].after is missing
            no duration        ~ "red":[{"audience":"lead","after":"1 hour"}]     ~ escalation.red[0].after is "1 hour", an ISO 8601 duration like
            """)
    void whatIsWrongWithAnEscalationIsNamedAndNotValid(String name, String members, String sentence) {
        PathwayDocument document = escalation(members);

        assertThat(document.pathway()).isEmpty();
        assertThat(document.errors())
                .extracting(Throwable::getMessage)
                .anySatisfy(message -> assertThat(message).contains(sentence));
        assertThat(isValid(escalationText(members))).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            at once            ~ "red":[{"audience":"lead","after":"PT0S"}]       ~ escalation.red[0].after is PT0S, from PT1M to PT24H is expected
            before             ~ "red":[{"audience":"lead","after":"-PT5M"}]      ~ escalation.red[0].after is PT-5M, from PT1M to PT24H is expected
            red for days       ~ "red":[{"audience":"lead","after":"PT24H1S"}]    ~ escalation.red[0].after is PT24H1S, from PT1M to PT24H is expected
            amber for weeks    ~ "amber":[{"audience":"lead","after":"P8D"}]      ~ escalation.amber[0].after is PT192H, from PT1M to PT168H is expected
            at the same time   ~ "red":[{"audience":"lead","after":"PT1H"},{"audience":"out_of_hours","after":"PT60M"}] ~ escalation.red[1].after is PT1H, more than the PT1H before it is expected
            turned             ~ "red":[{"audience":"lead","after":"PT1H"},{"audience":"out_of_hours","after":"PT30M"}] ~ escalation.red[1].after is PT30M, more than the PT1H before it is expected
            twice              ~ "red":[{"audience":"lead","after":"PT1H"},{"audience":"lead","after":"PT2H"}] ~ escalation.red[1].audience is "lead" again, somebody else is expected
            """)
    void timesThatCannotBeAreNamed(String name, String members, String sentence) {
        PathwayDocument document = escalation(members);

        assertThat(document.pathway()).isEmpty();
        assertThat(document.errors()).extracting(Throwable::getMessage).containsExactly(sentence);
    }

    @Test
    void everythingThatIsWrongWithAnEscalationIsSaidAtOnce() {
        PathwayDocument document = escalation("""
                "red":[{"audience":"boss","after":"PT1H"},{"audience":"lead","after":"PT0S"}],"amber":[{}],"red_emergency":[]""");

        assertThat(document.errors())
                .extracting(error -> error.member().orElse(""))
                .containsExactlyInAnyOrder(
                        "escalation.red[0].audience",
                        "escalation.red[1].after",
                        "escalation.amber[0].audience",
                        "escalation.red_emergency");
    }

    @Test
    void whatIsMoreSevereAndComesToSomebodyLaterDeservesALook() {
        PathwayDocument document = escalation("\"amber_high\":[{\"audience\":\"lead\",\"after\":\"PT20M\"}]");

        assertThat(document.pathway()).isPresent();
        assertThat(document.warnings())
                .extracting(Throwable::getMessage)
                .containsExactly(
                        "escalation.red comes to lead after PT30M, not later than amber_high after PT20M is expected");
    }

    private static PathwayDocument escalation(String members) {
        return read(escalationText(members));
    }

    private static String escalationText(String members) {
        return "{\"code\":\"x\",\"version\":1,\"title\":\"X\",\"rules\":[%s],\"escalation\":{%s}}"
                .formatted(rule("\"type\":\"soft_signs\",\"atLeast\":1"), members);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            no type            ~ "atLeast":1                                              ~ rules[0].type is missing
            unknown type       ~ "type":"guess"                                           ~ rules[0].type is "guess", one of average, baseline,
            of another type    ~ "type":"soft_signs","atLeast":1,"marks":[]               ~ rules[0].marks is not known here, known are [
            nothing to meet    ~ "type":"threshold"                                       ~ rules[0].anyOf is missing
            no limit           ~ "type":"threshold","anyOf":["systolic_bp => 180"]        ~ rules[0].anyOf[0] is "systolic_bp => 180", a limit like
            no such quantity   ~ "type":"threshold","anyOf":["sats < 90"]                 ~ rules[0].anyOf[0] is "sats", one of systolic_bp,
            another unit       ~ "type":"threshold","anyOf":["blood_glucose < 70 mg/dL"]  ~ rules[0].anyOf[0] is "blood_glucose < 70 mg/dL" in mg/dL, the unit mmol/L is expected
            no such finding    ~ "type":"threshold","anyOf":["spo2 < 90"],"onlyWhen":["mood = low"] ~ rules[0].onlyWhen[0] is "mood", one of air_or_oxygen,
            no such word       ~ "type":"threshold","anyOf":["spo2 < 90"],"onlyWhen":["air_or_oxygen = helium"] ~ rules[0].onlyWhen[0] is "helium", one of air, oxygen is expected
            no such kind       ~ "type":"device_fault","kind":"mood","marks":["irregular_pulse"],"times":1,"within":"P1D" ~ rules[0].kind is "mood", one of bp_panel,
            no duration        ~ "type":"missed","grace":"4 hours","carerAfter":"PT1H","alertAfter":2 ~ rules[0].grace is "4 hours", an ISO 8601 duration like
            repeat turned      ~ "type":"threshold","anyOf":["spo2 < 90"],"confirm":{"min":"PT1H","max":"PT1M"} ~ rules[0].confirm.max is PT1M, at least the min of PT1H is expected
            beyond anybody     ~ "type":"threshold","anyOf":["systolic_bp >= 301"]        ~ rules[0].anyOf[0] is "systolic_bp >= 301 mm[Hg]", a limit that a value from 40 to 300 mm[Hg] meets is expected
            contradiction      ~ "type":"threshold","anyOf":["spo2 > 95 and spo2 < 92"]   ~ rules[0].anyOf[0] is "spo2 > 95 % and spo2 < 92 %", a limit that a value from 50 to 100 % meets is expected
            always             ~ "type":"threshold","anyOf":["spo2 >= 50"]                ~ rules[0].anyOf[0] is "spo2 >= 50 %", a limit that not every value from 50 to 100 % meets is expected
            never together     ~ "type":"threshold","anyOf":["spo2 < 90 and body_weight > 100"] ~ rules[0].anyOf[0] is "spo2 < 90 % and body_weight > 100 kg", what one reading carries together is expected
            grade not higher   ~ "type":"threshold","anyOf":["spo2 < 90"],"higher":[{"severity":"amber","anyOf":["spo2 < 85"]}] ~ rules[0].higher[0].severity is amber, more than amber is expected
            extreme inside     ~ "type":"threshold","anyOf":["systolic_bp >= 180"],"extreme":["systolic_bp >= 170"] ~ rules[0].extreme[0] is "systolic_bp >= 170 mm[Hg]", a limit beyond one of anyOf is expected
            clears in breach   ~ "type":"threshold","anyOf":["systolic_bp >= 180"],"clearWhen":["systolic_bp < 185"] ~ rules[0].clearWhen is "systolic_bp < 185 mm[Hg]", what no reading with "systolic_bp >= 180 mm[Hg]" meets is expected
            clears beside      ~ "type":"threshold","anyOf":["systolic_bp >= 180","diastolic_bp >= 120"],"clearWhen":["systolic_bp < 175"] ~ what no reading with "diastolic_bp >= 120 mm[Hg]" meets is expected
            horizon too short  ~ "type":"soft_signs","atLeast":1,"timing":{"horizon":"P1D"} ~ rules[0].timing.horizon is PT24H, PT168H or more, as long as actionableFor, is expected
            recheck unasked    ~ "type":"threshold","anyOf":["spo2 < 90"],"recheck":"PT15M" ~ rules[0].promptPatient is false, true, because recheck asks the patient, is expected
            totals turned      ~ "type":"score","atLeast":5,"atMost":4                    ~ rules[0].atMost is 4, at least the 5 of atLeast is expected
            totals not rising  ~ "type":"soft_signs","atLeast":2,"higher":[{"severity":"red","atLeast":2}] ~ rules[0].higher[0].atLeast is 2, more than 2 is expected
            clears late        ~ "type":"change","parameter":"body_weight","anyOf":[{"above":2,"days":3}],"clear":{"above":2.5,"days":3} ~ rules[0].clear.above is 2.5, at most the 2 of anyOf is expected
            clears too soon    ~ "type":"change","parameter":"body_weight","anyOf":[{"above":2,"days":3}],"clear":{"above":1,"days":2} ~ rules[0].clear.days is 2, at least the 3 of anyOf is expected
            no pressure        ~ "type":"average","anyOf":["pulse_rate > 100"]            ~ rules[0].anyOf[0] is "pulse_rate > 100 /min", a limit on systolic_bp or diastolic_bp is expected
            unless below       ~ "type":"average","anyOf":["systolic_bp >= 135"],"unless":["systolic_bp >= 130"] ~ rules[0].unless[0] is "systolic_bp >= 130 mm[Hg]", a limit beyond one of anyOf is expected
            short baseline     ~ "type":"baseline","parameter":"spo2","method":"from_median","direction":"down","by":3,"days":13 ~ rules[0].days is 13, 14 to 28 is expected
            no fault           ~ "type":"device_fault","kind":"bp_panel","times":1,"within":"P1D" ~ rules[0].marks and findings are empty, one of them is expected
            another kind's     ~ "type":"device_fault","kind":"bp_panel","findings":["glucose_range = high"],"times":1,"within":"P1D" ~ rules[0].findings[0] is "glucose_range", a finding of bp_panel is expected
            """)
    void whatIsWrongWithARuleIsNamedWithItsPlace(String name, String members, String sentence) {
        PathwayDocument document = read(pathway(rule(members)));

        assertThat(document.pathway()).isEmpty();
        assertThat(document.errors())
                .extracting(Throwable::getMessage)
                .anySatisfy(message -> assertThat(message).contains(sentence));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            no JSON            ~ {                                                        ~ the file is not JSON
            no object          ~ []                                                       ~ the file is no JSON object
            no rules           ~ {"code":"x","version":1,"title":"X","rules":[]}          ~ rules is missing
            no version         ~ {"code":"x","title":"X","rules":[]}                      ~ version is missing
            misspelt           ~ {"code":"x","version":1,"title":"X","rulez":[]}          ~ rulez is not known here
            version nought     ~ {"code":"x","version":0,"title":"X","rules":[]}          ~ version is 0, a whole number from 1
            scale 3            ~ {"code":"x","version":1,"title":"X","spo2Scale":3,"rules":[]} ~ spo2Scale is 3
            a rule in words    ~ {"code":"x","version":1,"title":"X","rules":["BP-03"]}   ~ rules[0] is no JSON object
            no kind            ~ {"code":"x","version":1,"title":"X","rules":[],"schedule":{"expected":[{"at":"08:00"}]}} ~ schedule.expected[0].kind is missing
            no time of day     ~ {"code":"x","version":1,"title":"X","rules":[],"schedule":{"expected":[{"kind":"weight","at":"8"}]}} ~ schedule.expected[0].at is "8", a time of day like 08:00 is expected
            no day             ~ {"code":"x","version":1,"title":"X","rules":[],"schedule":{"expected":[{"kind":"weight","at":"08:00","days":["Mon"]}]}} ~ schedule.expected[0].days[0] is "Mon", one of monday,
            no escalation      ~ {"code":"x","version":1,"title":"X","rules":[],"escalation":[]} ~ escalation is no JSON object
            listed nowhere     ~ {"code":"x","version":1,"title":"X","rules":[],"listed":[{"id":"Q","as":"joke","text":"?","reason":"r","source":"s","verified":"v"}]} ~ listed[0].as is "joke", one of question, advice, target, not_computed is expected
            """)
    void whatIsWrongWithTheWholeIsNamedAndNotValid(String name, String json, String sentence) {
        PathwayDocument document = read(json);

        assertThat(document.pathway()).isEmpty();
        assertThat(document.errors())
                .extracting(Throwable::getMessage)
                .anySatisfy(message -> assertThat(message).contains(sentence));
        assertThat(json.equals("{") || !isValid(json)).isTrue();
    }

    @Test
    void everythingIsSaidAtOnce() {
        PathwayDocument document = read("""
                {"code":"x y","titel":"X","rules":[
                 {"type":"threshold","id":"A-01","version":1,"title":"A","severity":"pink","anyOf":["spo2 < 90"],
                  "verified":"no"},
                 {"type":"guess"},
                 {"type":"baseline","id":"B-01","version":1,"title":"B","severity":"amber","source":"s","verified":"v",
                  "parameter":"spo2","method":"from_median","direction":"down","by":3,"days":7}]}""");

        assertThat(document.errors())
                .extracting(error -> error.member().orElse(""))
                .containsExactlyInAnyOrder(
                        "titel",
                        "code",
                        "version",
                        "title",
                        "rules[0].severity",
                        "rules[0].source",
                        "rules[1].type",
                        "rules[2].days");
    }

    @Test
    void anIdStandsOnceAndWhatIsListedGoesWithARule() {
        String signs = rule("\"type\":\"soft_signs\",\"atLeast\":1");

        PathwayDocument document = read("""
                {"code":"x","version":1,"title":"X","rules":[%s,%s],"listed":[
                 {"id":"Q","as":"question","rule":"Y-09","text":"?","reason":"r","source":"s","verified":"v"}]}""".formatted(signs, signs));

        assertThat(document.errors())
                .extracting(Throwable::getMessage)
                .containsExactly(
                        "rules[1].id is \"X-01\" again, another id is expected",
                        "listed[0].rule is \"Y-09\", one of X-01 is expected");
    }

    @Test
    void aGapBetweenNeighboursIsAWarning() {
        String low = rule("\"type\":\"threshold\",\"anyOf\":[\"spo2 < 95 and spo2 > 92\"]");
        String tooLow =
                rule("\"type\":\"threshold\",\"anyOf\":[\"spo2 <= 91\"]").replace("X-01", "X-02");
        String urgent = rule("\"type\":\"score\",\"atLeast\":3,\"atMost\":4,\"sets\":\"complete\"")
                .replace("X-01", "X-03");
        String emergency = rule("\"type\":\"score\",\"atLeast\":6").replace("X-01", "X-04");

        PathwayDocument document = read(pathway(String.join(",", low, tooLow, urgent, emergency)));

        assertThat(document.pathway()).isPresent();
        assertThat(document.warnings())
                .extracting(Throwable::getMessage)
                .containsExactly(
                        "rules[0].anyOf[0] is bounded by \"spo2 > 92 %\", another rule with \"spo2 <= 92 %\" is expected",
                        "rules[2].atMost is 4, another rule for 5 is expected");
    }

    private static Rule only(String members) {
        PathwayDocument document = read(pathway(rule(members)));
        assertThat(document.errors()).isEmpty();
        return document.pathway().orElseThrow().rules().get(0);
    }

    private static String pathway(String rules) {
        return "{\"code\":\"x\",\"version\":1,\"title\":\"X\",\"rules\":[%s]}".formatted(rules);
    }

    private static String rule(String members) {
        return "{\"id\":\"X-01\",\"version\":1,\"title\":\"x\",\"severity\":\"amber\",\"source\":\"s\",\"verified\":\"v\",%s}"
                .formatted(members);
    }

    private static PathwayDocument read(String json) {
        return PathwayDocument.read("the file", json.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isValid(String json) {
        return schema.validate(json, InputFormat.JSON).isEmpty();
    }
}
