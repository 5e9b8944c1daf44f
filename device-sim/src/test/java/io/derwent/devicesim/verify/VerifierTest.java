package io.derwent.devicesim.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.devicesim.ledger.Ledger;
import io.derwent.devicesim.ledger.LedgerEntry;
import io.derwent.devicesim.ledger.LedgerEntry.Implies;
import io.derwent.devicesim.ledger.LedgerEntry.State;
import io.derwent.devicesim.scenario.VirtualPace;
import io.derwent.model.AlertEvent;
import io.derwent.model.Ids;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Score;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import io.derwent.wire.Codecs;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a small console that serves whatever the test stored in it. */
class VerifierTest {
    static {
        // Otherwise each answer waits 40 ms for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final String TENANT = "derby";

    private final Map<String, List<String>> exports = new ConcurrentHashMap<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile Runnable whenLookedAt = () -> {};
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final Path directory;
    private final Path ofAnother;
    private final HttpServer console;

    VerifierTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        ofAnother = directory.resolve("of-another.ndjson");
        Files.createFile(ofAnother);
        console = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        console.createContext("/api/v1/export/", this::serve);
        console.start();
    }

    @AfterEach
    void stop() {
        console.stop(0);
    }

    @Test
    void everythingStoredOnceHolds() throws InterruptedException {
        acknowledged("r-1", Implies.NOTHING);
        acknowledged("r-1", Implies.NOTHING);
        stored("r-1", "p-1", NOON, "128");

        Verdict verdict = verify();

        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.acknowledged()).as("the same reading twice is one").isEqualTo(1);
        assertThat(verdict.late()).isZero();
    }

    @Test
    void anAcknowledgedReadingThatIsNotStoredIsLost() throws InterruptedException {
        acknowledged("r-1", Implies.NOTHING);

        assertThat(verify().lost()).singleElement().asString().contains("cuff-1");
    }

    @Test
    void aReadingOnItsWayIsWaitedFor() throws InterruptedException {
        acknowledged("r-1", Implies.NOTHING);
        storedFromLook(3, "r-1");

        assertThat(verify().holds()).isTrue();
    }

    @Test
    void aMessageSentButNeverAcknowledgedMayBeStoredOrNot() throws InterruptedException {
        entries.add(entry(State.SENT, "r-1", Implies.NOTHING, null));
        entries.add(entry(State.SENT, "r-2", Implies.NOTHING, null));
        stored("r-1", "p-1", NOON, "128");

        Verdict verdict = verify();

        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.unconfirmed()).isEqualTo(1);
    }

    @Test
    void oneIdInTwoRowsIsADuplicate() throws InterruptedException {
        acknowledged("r-1", Implies.NOTHING);
        stored("r-1", "p-1", NOON, "128");
        stored("r-1", "p-1", NOON, "128");

        assertThat(verify().duplicated()).hasSize(1);
    }

    @Test
    void oneMeasurementUnderAnIdTheLedgerDoesNotKnowIsADuplicate() throws InterruptedException {
        acknowledged("r-1", Implies.NOTHING);
        stored("r-1", "p-1", NOON, "128");
        stored("r-other", "p-1", NOON, "128");

        assertThat(verify().duplicated()).singleElement().asString().contains("r-other");
    }

    @Test
    void aReadingOfAnotherDeviceIsNobodysBusiness() throws InterruptedException {
        acknowledged("r-1", Implies.NOTHING);
        stored("r-1", "p-1", NOON, "128");
        stored("by-hand", "p-1", NOON.plusSeconds(5), "192");

        assertThat(verify().holds()).isTrue();
    }

    @Test
    void aReadingStoredWithSomebodyElseIsMisattributed() throws InterruptedException {
        acknowledged("r-1", Implies.NOTHING);
        stored("r-1", "p-2", NOON, "128");

        assertThat(verify().misattributed()).hasSize(1);
    }

    @Test
    void aGoodMessageThatWasRefusedIsWronglyAnswered() throws InterruptedException {
        entries.add(entry(State.REFUSED, "r-1", Implies.NOTHING, 0x99));

        assertThat(verify().wronglyAnswered()).singleElement().asString().contains("0x99");
    }

    @Test
    void aRefusalThatWasImpliedIsAsItShouldBe() throws InterruptedException {
        entries.add(entry(State.REFUSED, null, Implies.REFUSAL, 0x99));

        Verdict verdict = verify();

        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.refused()).isEqualTo(1);
    }

    @Test
    void aMissingOrWrongScoreIsFound() throws InterruptedException {
        acknowledged("r-1", Implies.score(3));
        stored("r-1", "p-1", NOON, "128");
        assertThat(verify().wrongScores()).singleElement().asString().contains("0 scores");

        score("r-1", 4);
        assertThat(verify().wrongScores()).singleElement().asString().contains("scored 4");

        exports.remove("scores");
        score("r-1", 3);
        assertThat(verify().holds()).isTrue();
    }

    @Test
    void anImpliedAlertMustBeRaisedByOneOfTheBreachingReadings() throws InterruptedException {
        acknowledged("r-1", Implies.breach("BP-03"));
        acknowledged("r-2", NOON.plusSeconds(90), NOON.plusSeconds(90), Implies.alert("BP-03"));
        stored("r-1", "p-1", NOON, "188");
        stored("r-2", "p-1", NOON.plusSeconds(90), "192");
        assertThat(verify().missingAlerts()).hasSize(1);

        alert(AlertEvent.Kind.RAISED, "BP-03", "r-1", "e-1");
        Verdict verdict = verify();
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.alertsRaised()).isEqualTo(1);
    }

    @Test
    void anAlertTheScenarioDoesNotImplyIsFound() throws InterruptedException {
        acknowledged("r-1", Implies.NOTHING);
        stored("r-1", "p-1", NOON, "128");
        alert(AlertEvent.Kind.RAISED, "BP-03", "r-1", "e-1");

        assertThat(verify().unexpectedAlerts()).hasSize(1);
    }

    @Test
    void anAlertOverAReadingSentMeanwhileIsNotJudged() throws InterruptedException {
        // Given
        acknowledged("r-1", Implies.NOTHING);
        stored("r-1", "p-1", NOON, "128");
        alert(AlertEvent.Kind.RAISED, "BP-03", "r-2", "e-1");
        whenLookedAt = () -> inLedgerOfAnother(entry(State.SENT, "r-2", Implies.alert("BP-03"), null));

        // When
        Verdict verdict = verify();

        // Then
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.alertsExpected()).isZero();
    }

    @Test
    void whatStandsInAnotherLedgerIsJudgedAsWell() throws InterruptedException {
        acknowledged("r-1", Implies.NOTHING);
        inLedgerOfAnother(entry(State.ACKNOWLEDGED, "r-2", Implies.NOTHING, 0));
        stored("r-1", "p-1", NOON, "128");

        assertThat(verify().lost()).hasSize(1);
    }

    @Test
    void oneAlertEventStoredTwiceIsFound() throws InterruptedException {
        acknowledged("r-1", Implies.alert("OX-03"));
        stored("r-1", "p-1", NOON, "91");
        alert(AlertEvent.Kind.RAISED, "OX-03", "r-1", "e-1");
        alert(AlertEvent.Kind.RAISED, "OX-03", "r-1", "e-1");

        assertThat(verify().unexpectedAlerts()).singleElement().asString().contains("stored twice");
    }

    @Test
    void whatWouldHaveAlertedMustSaySoAndMustNotAlert() throws InterruptedException {
        acknowledged("r-1", Implies.wouldHave("BP-03"));
        stored("r-1", "p-1", NOON, "192");
        assertThat(verify().missingAlerts()).hasSize(1);

        alert(AlertEvent.Kind.WOULD_HAVE, "BP-03", "r-1", "e-1");
        assertThat(verify().holds()).isTrue();
    }

    @Test
    void aLateReadingMustBeStoredAsLateAndItsAlertMustSaySo() throws InterruptedException {
        Instant arrived = NOON.plus(Duration.ofHours(3));
        acknowledged("r-1", NOON, arrived, Implies.alert("OX-03"));
        stored("r-1", NOON, arrived);
        alert(AlertEvent.Kind.RAISED, "OX-03", "r-1", "e-1", false);
        assertThat(verify().wrongTimes()).singleElement().asString().contains("does not say it is late");

        exports.remove("alert-events");
        alert(AlertEvent.Kind.RAISED, "OX-03", "r-1", "e-1", true);
        Verdict verdict = verify();
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.late()).isEqualTo(1);
    }

    @Test
    void anAlertThatSaysLateOfACurrentReadingIsFound() throws InterruptedException {
        acknowledged("r-1", Implies.alert("OX-03"));
        stored("r-1", "p-1", NOON, "91");
        alert(AlertEvent.Kind.RAISED, "OX-03", "r-1", "e-1", true);

        assertThat(verify().wrongTimes()).singleElement().asString().contains("says it is late");
    }

    @Test
    void aLateReadingStoredAtItsArrivalHasTheWrongTime() throws InterruptedException {
        Instant arrived = NOON.plus(Duration.ofHours(3));
        acknowledged("r-1", NOON, arrived, Implies.NOTHING);
        stored("r-1", arrived, arrived);

        assertThat(verify().wrongTimes()).singleElement().asString().contains("as taken 2026-11-22T15:00:00Z");
    }

    @Test
    void aReadingReceivedAfterItsAcknowledgementHasTheWrongTime() throws InterruptedException {
        acknowledged("r-1", Implies.NOTHING);
        stored("r-1", NOON, NOON.plus(Duration.ofHours(1)));

        assertThat(verify().wrongTimes()).singleElement().asString().contains("as received 2026-11-22T13:00:00Z");
    }

    @Test
    void whatAHubKeptMayBeReceivedLongAfterItsAcknowledgement() throws InterruptedException {
        // Given
        entries.add(entry(State.ACKNOWLEDGED, "r-1", Implies.alert("OX-03"), 0, NOON, NOON, true));
        alert(AlertEvent.Kind.RAISED, "OX-03", "r-1", "e-1", true);
        assertThat(verify().lost()).hasSize(1);

        // When
        stored("r-1", NOON, NOON.plus(Duration.ofHours(1)));

        // Then
        assertThat(verify().holds()).isTrue();
    }

    @Test
    void whatAHubKeptIsNotReceivedBeforeItWasSent() throws InterruptedException {
        entries.add(entry(
                State.ACKNOWLEDGED, "r-1", Implies.alert("OX-03"), 0, NOON, NOON.plus(Duration.ofHours(1)), true));
        stored("r-1", NOON, NOON.plus(Duration.ofHours(1)));
        alert(AlertEvent.Kind.RAISED, "OX-03", "r-1", "e-1", false);

        assertThat(verify().wrongTimes()).singleElement().asString().contains("does not say it is late");
    }

    @Test
    void aClockAheadIsStoredAtTheArrivalAndMarked() throws InterruptedException {
        acknowledged("r-1", NOON.plus(Duration.ofMinutes(40)), NOON, Implies.NOTHING);
        stored("r-1", NOON, NOON);
        assertThat(verify().wrongTimes()).singleElement().asString().contains("is not marked device_clock_ahead");

        exports.clear();
        stored("r-1", NOON, NOON, Mark.DEVICE_CLOCK_AHEAD);
        assertThat(verify().holds()).isTrue();
    }

    @Test
    void aReadingWithoutTimeIsTheRowReceivedMeanwhile() throws InterruptedException {
        acknowledged(null, null, NOON, Implies.NOTHING);
        acknowledged(null, null, NOON.plusSeconds(30), Implies.NOTHING);
        acknowledged(null, null, NOON.plusSeconds(300), Implies.NOTHING);
        stored("by-arrival-1", NOON, NOON, Mark.NO_DEVICE_TIME);
        assertThat(verify().lost()).singleElement().asString().contains("without time, sent 2026-11-22T12:05:00Z");

        stored("by-arrival-2", NOON.plusSeconds(300), NOON.plusSeconds(300), Mark.NO_DEVICE_TIME);
        Verdict verdict = verify();
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.acknowledged())
                .as("identical within a minute is one")
                .isEqualTo(2);
        assertThat(verdict.stored()).isEqualTo(2);
    }

    /** When exactly the first was received nobody knows: the second may repeat it or not, so the third may repeat the second. */
    @Test
    void aReadingWithoutTimeMayRepeatOneThatMayBeARepetition() throws InterruptedException {
        entries.add(withoutTime(NOON, NOON.plusSeconds(40)));
        entries.add(withoutTime(NOON.plusSeconds(70), NOON.plusSeconds(70)));
        entries.add(withoutTime(NOON.plusSeconds(112), NOON.plusSeconds(112)));
        stored("by-arrival-1", NOON, NOON, Mark.NO_DEVICE_TIME);
        stored("by-arrival-2", NOON.plusSeconds(70), NOON.plusSeconds(70), Mark.NO_DEVICE_TIME);

        assertThat(verify().holds()).isTrue();
    }

    private static LedgerEntry withoutTime(Instant sent, Instant answered) {
        return entry(State.ACKNOWLEDGED, null, Implies.NOTHING, 0, null, sent, answered, false);
    }

    @Test
    void aReadingWithoutTimeThatIsStoredTwiceOrLateIsFound() throws InterruptedException {
        acknowledged(null, null, NOON, Implies.NOTHING);
        stored("by-arrival-1", NOON, NOON, Mark.NO_DEVICE_TIME);
        stored("by-arrival-2", NOON.minus(Duration.ofHours(1)), NOON.plusSeconds(2), Mark.NO_DEVICE_TIME);

        Verdict verdict = verify();

        assertThat(verdict.duplicated()).singleElement().asString().contains("by-arrival-2");
        assertThat(verdict.wrongTimes()).singleElement().asString().contains("by-arrival-2");
    }

    @Test
    void aReadingWithoutTimeMustSayThatItHadNone() throws InterruptedException {
        acknowledged(null, null, NOON, Implies.NOTHING);
        stored("by-arrival-1", NOON, NOON);

        assertThat(verify().lost()).hasSize(1);
    }

    private Verdict verify() throws InterruptedException {
        Path file = directory.resolve("ledger.ndjson");
        try (Ledger ledger = Ledger.open(file)) {
            entries.forEach(ledger::append);
            entries.clear();
        }
        String url = "http://127.0.0.1:" + console.getAddress().getPort();
        return new Verifier(new ConsoleApi(url, "token"), new VirtualPace(NOON))
                .verify(List.of(file, ofAnother), Duration.ofSeconds(10));
    }

    private void inLedgerOfAnother(LedgerEntry entry) {
        try (Ledger ledger = Ledger.open(ofAnother)) {
            ledger.append(entry);
        }
    }

    private void acknowledged(String reading, Implies implies) {
        entries.add(entry(State.ACKNOWLEDGED, reading, implies, 0));
    }

    private void acknowledged(@Nullable String reading, @Nullable Instant taken, Instant sent, Implies implies) {
        entries.add(entry(State.ACKNOWLEDGED, reading, implies, 0, taken, sent, false));
    }

    private static LedgerEntry entry(
            State state, @Nullable String reading, Implies implies, @Nullable Integer reasonCode) {
        return entry(state, reading, implies, reasonCode, NOON, NOON, false);
    }

    private static LedgerEntry entry(
            State state,
            @Nullable String reading,
            Implies implies,
            @Nullable Integer reasonCode,
            @Nullable Instant taken,
            Instant sent,
            boolean behindHub) {
        return entry(state, reading, implies, reasonCode, taken, sent, sent, behindHub);
    }

    private static LedgerEntry entry(
            State state,
            @Nullable String reading,
            Implies implies,
            @Nullable Integer reasonCode,
            @Nullable Instant taken,
            Instant sent,
            Instant answered,
            boolean behindHub) {
        return new LedgerEntry(
                state,
                TENANT,
                "cuff-1",
                "cuff-1",
                behindHub,
                reading,
                "bp_panel",
                "p-1",
                taken,
                "00",
                reasonCode,
                "a reason",
                sent,
                answered,
                "a story",
                implies,
                null);
    }

    private void stored(String id, String patient, Instant effectiveTime, String systolic) {
        export("readings", row(id, patient, effectiveTime, systolic));
    }

    private static String row(String id, String patient, Instant effectiveTime, String systolic) {
        return row(id, patient, effectiveTime, effectiveTime.plusSeconds(1), systolic, "");
    }

    private void stored(String id, Instant effectiveTime, Instant receivedAt, Mark mark) {
        export("readings", row(id, "p-1", effectiveTime, receivedAt, "128", '"' + mark.code() + '"'));
    }

    private void stored(String id, Instant effectiveTime, Instant receivedAt) {
        export("readings", row(id, "p-1", effectiveTime, receivedAt, "128", ""));
    }

    private static String row(
            String id, String patient, Instant effectiveTime, Instant receivedAt, String systolic, String marks) {
        return """
                {"id":"%s","revision":0,"tenant":"derby","device":"cuff-1","patient":"%s","kind":"bp_panel",\
                "effectiveTime":"%s","receivedAt":"%s","quantities":{"systolic_bp":%s},"findings":{},"marks":[%s]}""".formatted(id, patient, effectiveTime, receivedAt, systolic, marks);
    }

    private void storedFromLook(int look, String id) {
        export("readings-from-look-" + look, row(id, "p-1", NOON, "128"));
    }

    private void score(String reading, int total) {
        Score score = new Score(
                "s", 0, TENANT, "p-1", reading, NOON, NOON, 1, total, total, total, Map.of(), false, "low", "12h",
                List.of(), false);
        export("scores", new String(Codecs.scores().encode(score), StandardCharsets.UTF_8));
    }

    private void alert(AlertEvent.Kind kind, String rule, String opening, String id) {
        alert(kind, rule, opening, id, false);
    }

    private void alert(AlertEvent.Kind kind, String rule, String opening, String id, boolean late) {
        Subject patient = Subject.patient("p-1");
        AlertEvent.Evidence evidence = new AlertEvent.Evidence(
                opening,
                "cuff-1",
                Kind.BP_PANEL,
                NOON,
                NOON,
                Map.of(Parameter.SYSTOLIC_BP, BigDecimal.TEN),
                Map.of(),
                Set.of(Mark.DOUBTFUL));
        AlertEvent event = new AlertEvent(
                id,
                Ids.alert(TENANT, patient, rule, opening),
                kind,
                TENANT,
                patient,
                rule,
                1,
                Severity.RED,
                NOON,
                NOON,
                NOON,
                NOON,
                late,
                List.of(evidence),
                List.of(),
                null,
                List.of(),
                null,
                null);
        export("alert-events", new String(Codecs.alertEvents().encode(event), StandardCharsets.UTF_8));
    }

    private void export(String name, String line) {
        exports.computeIfAbsent(name, key -> new ArrayList<>()).add(line);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        List<String> lines = new ArrayList<>(exports.getOrDefault(name, List.of()));
        if (name.equals("readings")) {
            int look = looks.incrementAndGet();
            whenLookedAt.run();
            exports.forEach((key, late) -> {
                if (key.startsWith("readings-from-look-") && look >= Integer.parseInt(key.substring(19))) {
                    lines.addAll(late);
                }
            });
        }
        byte[] body = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
