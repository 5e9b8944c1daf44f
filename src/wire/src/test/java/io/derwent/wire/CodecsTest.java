package io.derwent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.Asset;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.CarePlan;
import io.derwent.model.Confirm;
import io.derwent.model.DeadLetter;
import io.derwent.model.Escalation;
import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Limit;
import io.derwent.model.Mark;
import io.derwent.model.Mobility;
import io.derwent.model.Parameter;
import io.derwent.model.Place;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.model.Schedule;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import io.derwent.model.Timing;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Limit SEVERE =
            new Limit(Parameter.SYSTOLIC_BP, Limit.Comparison.AT_LEAST, new BigDecimal("180"));
    private static final Reading READING = new Reading(
            "r1",
            0,
            "derby",
            "cuff-1",
            "p1",
            Kind.BP_PANEL,
            Map.of(Parameter.SYSTOLIC_BP, new BigDecimal("192.0")),
            Map.of(Finding.AIR_OR_OXYGEN, "air"),
            NOON,
            NOON.plusSeconds(1),
            Set.of(Mark.DOUBTFUL),
            null);

    @Test
    void aCarePlanComesBackWithItsRules() {
        Rule threshold = new Rule.Threshold(
                "BP-03",
                1,
                Severity.RED,
                List.of(List.of(SEVERE)),
                List.of(new Rule.Condition(Finding.AIR_OR_OXYGEN, "oxygen")),
                new Confirm.Repeat(Duration.ofMinutes(1), Duration.ofMinutes(30)),
                List.of(SEVERE),
                List.of(),
                List.of(),
                true,
                Duration.ofMinutes(15),
                Timing.of(Severity.RED));
        Rule score = new Rule.Score(
                "NW-01", 1, Severity.RED, Rule.Score.Sets.COMPLETE, 5, 6, true, List.of(), Timing.of(Severity.RED));
        CarePlan plan = new CarePlan(
                "derby",
                "p1",
                3,
                "hypertension",
                1,
                1,
                NOON,
                true,
                Stream.concat(Stream.of(threshold, score), rulesThatLookBack()).toList(),
                new Schedule(
                        List.of(
                                new Schedule.Expected(Kind.BP_PANEL, LocalTime.of(8, 0), List.of()),
                                new Schedule.Expected(Kind.WEIGHT, LocalTime.of(7, 30), List.of(DayOfWeek.MONDAY))),
                        new Schedule.QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0))),
                new Escalation(Map.of(
                        Severity.RED,
                        List.of(new Escalation.Rung(AlertEvent.Audience.LEAD, Duration.ofMinutes(7))),
                        Severity.AMBER,
                        List.of())));

        CarePlan back = Codecs.carePlans().decode(Codecs.carePlans().encode(plan));

        assertThat(back).isEqualTo(plan);
        assertThat(new String(Codecs.carePlans().encode(plan), StandardCharsets.UTF_8))
                .contains("\"red\":[{\"audience\":\"lead\",\"after\":\"PT7M\"}]", "\"amber\":[]");
    }

    @Test
    void aPlanFromBeforePathwaysSaidSoEscalatesAsUsual() {
        CarePlan plan = Codecs.carePlans().decode("""
                        {"tenant":"derby","patient":"p1","version":3,"pathway":"hypertension","pathwayVersion":1,
                         "spo2Scale":1,"validFrom":"2026-11-22T12:00:00Z","active":true,"rules":[]}""".getBytes(StandardCharsets.UTF_8));

        assertThat(plan.escalation()).isEqualTo(Escalation.USUAL);
    }

    private static Stream<Rule> rulesThatLookBack() {
        Timing timing = Timing.of(Severity.AMBER);
        return Stream.of(
                new Rule.Change(
                        "HF-01",
                        1,
                        Severity.AMBER,
                        Parameter.BODY_WEIGHT,
                        List.of(new Rule.Rise(new BigDecimal("2.0"), 3)),
                        new Rule.Rise(BigDecimal.ONE, 14),
                        true,
                        timing),
                new Rule.Average("BP-01", 1, Severity.AMBER, List.of(SEVERE), List.of(), timing),
                new Rule.Baseline(
                        "OX-06",
                        1,
                        Severity.AMBER,
                        Parameter.SPO2,
                        Rule.Baseline.Method.FROM_MEDIAN,
                        Rule.Baseline.Direction.DOWN,
                        new BigDecimal("3"),
                        14,
                        2,
                        timing),
                new Rule.NightSignal("WR-01", 1, Severity.AMBER, Rule.NightSignal.Level.RED, timing),
                new Rule.Missed("DQ-01", 1, Severity.AMBER, Duration.ofHours(4), Duration.ofHours(2), 2, timing),
                new Rule.SoftSigns(
                        "SS-01", 1, Severity.AMBER, 1, List.of(new Rule.SignsGrade(Severity.AMBER_HIGH, 3)), timing),
                new Rule.DeviceFault(
                        "BP-10",
                        1,
                        Severity.AMBER,
                        Kind.BP_PANEL,
                        List.of(Mark.IRREGULAR_PULSE),
                        List.of(new Rule.Condition(Finding.GLUCOSE_RANGE, "low")),
                        2,
                        Duration.ofDays(7),
                        false,
                        timing));
    }

    @Test
    void namesAreTheFieldsOwnWordsInLowerCase() {
        String json = new String(Codecs.readings().encode(READING), StandardCharsets.UTF_8);

        assertThat(json)
                .contains("\"kind\":\"bp_panel\"")
                .contains("\"quantities\":{\"systolic_bp\":192.0}")
                .contains("\"findings\":{\"air_or_oxygen\":\"air\"}")
                .contains("\"marks\":[\"doubtful\"]")
                .contains("\"effectiveTime\":\"2026-11-22T12:00:00Z\"")
                .doesNotContain("seq");
    }

    @Test
    void whatPeopleSaidOfReadingsComesWithTheHistoryAndMayBeAbsent() {
        AssignmentHistory history = new AssignmentHistory(
                "derby",
                "cuff-1",
                2,
                List.of(new AssignmentHistory.Assignment("p1", NOON, null, 1)),
                List.of(
                        new AssignmentHistory.Correction("r1", "p2", "nurse-1", NOON),
                        new AssignmentHistory.Correction("r2", null, "nurse-1", NOON)));
        byte[] before = "{\"tenant\":\"derby\",\"device\":\"cuff-1\",\"version\":1,\"assignments\":[]}"
                .getBytes(StandardCharsets.UTF_8);

        assertThat(Codecs.assignments().decode(Codecs.assignments().encode(history)))
                .isEqualTo(history);
        assertThat(Codecs.assignments().decode(before).corrections()).isEmpty();
    }

    @Test
    void everythingElseComesBackAsItWas() {
        AssignmentHistory history = new AssignmentHistory(
                "derby", "cuff-1", 2, List.of(new AssignmentHistory.Assignment("p1", NOON, null, null)));
        AlertEvent event = new AlertEvent(
                "e1",
                "a1",
                AlertEvent.Kind.WOULD_HAVE,
                "derby",
                Subject.patient("p1"),
                "BP-03",
                1,
                Severity.AMBER_HIGH,
                NOON,
                NOON,
                NOON,
                NOON,
                true,
                List.of(AlertEvent.Evidence.of(READING)),
                List.of("rr"),
                new AlertEvent.ScoreSummary(false, null, 3, 9, Map.of("spo2", 3)),
                List.of(SEVERE.toString()),
                null,
                null);
        AlertAction action = new AlertAction(
                "x1", "derby", Subject.patient("p1"), "a1", AlertAction.Kind.RESOLVED, "nurse", NOON, null, "treated");

        assertThat(Codecs.readings().decode(Codecs.readings().encode(READING))).isEqualTo(READING);
        assertThat(Codecs.assignments().decode(Codecs.assignments().encode(history)))
                .isEqualTo(history);
        assertThat(Codecs.alertEvents().decode(Codecs.alertEvents().encode(event)))
                .isEqualTo(event);
        assertThat(Codecs.alertActions().decode(Codecs.alertActions().encode(action)))
                .isEqualTo(action);
    }

    @Test
    void equipmentComesBackAsItWas() {
        Asset asset = new Asset(
                "derby",
                "pump-417",
                4,
                "Infusion pump 417",
                "infusion pump",
                "HD00417",
                List.of(new Asset.Key("8004", "5055123HD00417")),
                List.of("E2801190200076A5F2C0032B"),
                Mobility.ASSET_TRACKING,
                true);
        Place place = new Place(
                "derby",
                2,
                "5055123000012",
                "BAY/3",
                "Ward 204, bay 3",
                "5055123000005",
                "5055123000012",
                true,
                List.of("north", "west"));
        ReaderPlaces reader = new ReaderPlaces(
                "derby",
                "reader-1",
                7,
                "5055123000012",
                300,
                List.of(new ReaderPlaces.Antenna(1, place.id(), NOON, null)));

        assertThat(Codecs.assets().decode(Codecs.assets().encode(asset))).isEqualTo(asset);
        assertThat(Codecs.places().decode(Codecs.places().encode(place))).isEqualTo(place);
        assertThat(Codecs.readers().decode(Codecs.readers().encode(reader))).isEqualTo(reader);
        assertThat(new String(Codecs.assets().encode(asset), StandardCharsets.UTF_8))
                .contains("\"keys\":[{\"ai\":\"8004\",\"value\":\"5055123HD00417\"}]")
                .contains("\"mobility\":\"asset_tracking\"");
        assertThat(new String(Codecs.places().encode(place), StandardCharsets.UTF_8))
                .contains("\"gln\":\"5055123000012\",\"extension\":\"BAY/3\"");
    }

    @Test
    void aPlaceWrittenBeforePlacesCouldBeSharedIsSharedWithNobody() {
        Place place = Codecs.places().decode("""
                        {"tenant":"derby","version":1,"gln":"5055123000012","name":"Ward","active":true}""".getBytes(StandardCharsets.UTF_8));

        assertThat(place.sharedWith()).isEmpty();
    }

    @Test
    void anAssetOfWhichNobodySaysHowItMovesIsTracked() {
        byte[] bytes = """
                {"tenant":"t","id":"a","version":1,"name":"n","type":"x","keys":[],"epcs":[],"active":true}""".getBytes(StandardCharsets.UTF_8);

        assertThat(Codecs.assets().decode(bytes).mobility()).isEqualTo(Mobility.ASSET_TRACKING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{'tenant':'t','id':'a','name':'n','type':'x','epcs':[]}",
                "{'tenant':'t','id':'a','name':'n','type':'x','keys':[{'ai':'8004'}],'epcs':[]}",
                "{'tenant':'t','id':'a','name':'n','type':'x','keys':[],'epcs':[],'mobility':'flying'}",
            })
    void anAssetThatLacksWhatItIsKnownByIsAnInvalidPayload(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Codecs.assets().decode(bytes)).isInstanceOf(InvalidPayload.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'tenant':'t','device':'d','version':1}",
                "{'tenant':'t','device':'d','antennas':[{'antenna':1,'from':'2026-11-22T12:00:00Z'}]}",
                "{'tenant':'t','device':'d','antennas':[{'antenna':1,'place':'5055123000012'}]}",
                "{'tenant':'t','device':'d','antennas':[],'silentAfterSeconds':0}",
            })
    void aReaderThatLacksWhereOrWhenIsAnInvalidPayload(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Codecs.readers().decode(bytes)).isInstanceOf(InvalidPayload.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'tenant':'t','name':'n'}",
                "{'tenant':'t','gln':'5055123000012'}",
                "{'tenant':'t','gln':'505512300001','name':'n'}",
                "{'tenant':'t','gln':'5055123000012','extension':'','name':'n'}",
            })
    void aPlaceThatIsNoneIsAnInvalidPayload(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Codecs.places().decode(bytes)).isInstanceOf(InvalidPayload.class);
    }

    @Test
    void aDeadLetterKeepsItsBytes() {
        DeadLetter letter = new DeadLetter(
                "d1",
                "derby",
                "cuff-1",
                "gateway",
                "not JSON",
                NOON,
                "hono.event.derby",
                List.of(new DeadLetter.Header("qos", "1")),
                new byte[] {0, (byte) 0xff});

        DeadLetter back = Codecs.deadLetters().decode(Codecs.deadLetters().encode(letter));

        assertThat(back).usingRecursiveComparison().isEqualTo(letter);
    }

    @Test
    void aNewerVersionsExtraFieldIsIgnored() {
        byte[] newer = """
                {"tenant":"t","device":"d","version":1,"assignments":[],"colour":"blue"}""".getBytes(StandardCharsets.UTF_8);

        assertThat(Codecs.assignments().decode(newer).version()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{'tenant':'t','patient':'p','spo2Scale':1,'validFrom':'2026-11-22T12:00:00Z','rules':[]}",
                "{'tenant':'t','patient':'p','pathway':'x','spo2Scale':1,'rules':[]}",
                "{'tenant':'t','patient':'p','pathway':'x','spo2Scale':1,'validFrom':'2026-11-22T12:00:00Z','rules':[null]}",
                "{'tenant':'t','patient':'p','pathway':'x','spo2Scale':1,'validFrom':'2026-11-22T12:00:00Z','rules':"
                        + "[{'type':'score','id':'NW-01','severity':'red'}]}",
                "{'tenant':'t','patient':'p','pathway':'x','spo2Scale':1,'validFrom':'2026-11-22T12:00:00Z','rules':"
                        + "[{'type':'magic','id':'NW-01'}]}",
            })
    void aCarePlanThatLacksWhatTheRulesNeedIsAnInvalidPayload(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Codecs.carePlans().decode(bytes)).isInstanceOf(InvalidPayload.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'tenant':'t','device':'d','version':1}",
                "{'device':'d','version':1,'assignments':[]}",
                "{'tenant':'t','device':'d','version':1,'assignments':[{'patient':'p'}]}",
                "{'tenant':'t','device':'d','version':1,'assignments':[{'from':'2026-11-22T12:00:00Z'}]}",
            })
    void aHistoryThatLacksWhoOrWhenIsAnInvalidPayload(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Codecs.assignments().decode(bytes)).isInstanceOf(InvalidPayload.class);
    }

    @Test
    void anActionOnNothingIsAnInvalidPayload() {
        byte[] bytes = "{\"id\":\"x\",\"tenant\":\"t\"}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Codecs.alertActions().decode(bytes)).isInstanceOf(InvalidPayload.class);
    }

    @Test
    void whatIsNoJsonIsAnInvalidPayload() {
        assertThatThrownBy(() -> Codecs.carePlans().decode(new byte[] {1}))
                .isInstanceOf(InvalidPayload.class)
                .hasMessageContaining("CarePlan");
    }
}
