package io.derwent.devicesim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.derwent.devicesim.ledger.Ledger;
import io.derwent.devicesim.ledger.LedgerEntry;
import io.derwent.devicesim.link.Login;
import io.derwent.devicesim.link.MemoryGateway;
import io.derwent.devicesim.link.Puback;
import io.derwent.devicesim.scenario.AtOnce;
import io.derwent.devicesim.scenario.Tally;
import io.derwent.devicesim.scenario.Transmission;
import io.derwent.devicesim.scenario.VirtualPace;
import io.derwent.model.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts of the real file, found with another program. */
class WithingsFileTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final WithingsFile FILE = WithingsFile.read(Path.of("samples", "withings-measurement-list.json"));

    @Test
    void everyMeasurementOfTheRealFileIsFound() {
        assertThat(count(Kind.BP_PANEL)).isEqualTo(794);
        assertThat(count(Kind.WEIGHT)).isEqualTo(441);
        assertThat(count(Kind.PULSE)).isEqualTo(414);
        assertThat(FILE.recorded()).hasSize(794 + 441 + 414);
        assertThat(FILE.goals()).isZero();
    }

    @Test
    void aGroupThatIsNoneIsNamed() {
        String groups = """
                [{"grpid":1,"date":1700000000,"measures":[{"type":1,"value":82,"unit":0}]},
                 {"grpid":2,"date":1700000000}]""";

        assertThatThrownBy(() -> WithingsFile.of(new ObjectMapper().readTree(groups)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("measure group 2: ")
                .hasMessageContaining("measures");
    }

    @Test
    void whatIsNoMeasurementOfOursIsCounted() {
        assertThat(FILE.ignoredTypes())
                .containsEntry(4, 1)
                .containsEntry(91, 412)
                .containsEntry(155, 412)
                .containsEntry(88, 412);
        assertThat(FILE.ignoredTypes().keySet()).containsExactlyInAnyOrder(4, 5, 6, 8, 76, 77, 88, 91, 155);
    }

    @Test
    void theDiastolicOfOneAndThreeWithoutPulsePressureAreToBeRefused() {
        List<String> refusals =
                FILE.recorded().stream().flatMap(one -> one.refusal().stream()).toList();

        assertThat(refusals).hasSize(4);
        assertThat(refusals)
                .filteredOn(reason -> reason.contains("diastolic is 1,"))
                .hasSize(1);
        assertThat(refusals).filteredOn(reason -> reason.contains("not below")).hasSize(3);
    }

    @Test
    void pulsePressuresBelowTenAreDoubtful() {
        assertThat(FILE.recorded()).filteredOn(Recorded::isDoubtful).hasSize(37);
    }

    @Test
    void valuesAreExactDecimalsWhateverTheirExponent() throws IOException {
        WithingsFile file = WithingsFile.of(new ObjectMapper().readTree("""
                [{"grpid":7,"category":1,"date":1620237216,"measures":[
                   {"value":7025,"type":1,"unit":-2},{"value":98,"type":54,"unit":0},{"value":367,"type":71,"unit":-1}]},
                 {"grpid":8,"category":1,"date":1620237216,"measures":[
                   {"value":16,"type":10,"unit":1},{"value":9000,"type":9,"unit":-2}]},
                 {"grpid":9,"category":2,"date":1620237216,"measures":[{"value":65,"type":1,"unit":0}]}]"""));

        assertThat(file.goals()).isEqualTo(1);
        assertThat(file.recorded().stream().map(one -> new String(one.payload(), StandardCharsets.UTF_8)))
                .containsExactly(
                        "{\"kind\":\"weight\",\"effectiveTime\":\"2021-05-05T17:53:36Z\",\"id\":\"7-weight\",\"kilograms\":70.25}",
                        "{\"kind\":\"spo2\",\"effectiveTime\":\"2021-05-05T17:53:36Z\",\"id\":\"7-spo2\",\"percent\":98}",
                        "{\"kind\":\"temperature\",\"effectiveTime\":\"2021-05-05T17:53:36Z\",\"id\":\"7-temperature\",\"celsius\":36.7}",
                        "{\"kind\":\"bp_panel\",\"effectiveTime\":\"2021-05-05T17:53:36Z\",\"id\":\"8\",\"systolic\":160,\"diastolic\":90}");
    }

    @Test
    void averagesLeaveOutTheDoubtfulAndTheRefused() {
        List<MonthlyAverages.Average> systolic = MonthlyAverages.of(FILE.recorded()).averages().stream()
                .filter(average -> average.parameter().equals("systolic_bp"))
                .toList();

        assertThat(systolic.stream().mapToLong(MonthlyAverages.Average::count).sum())
                .isEqualTo(794 - 4 - 37);
        assertThat(systolic.get(0).month()).isEqualTo("2021-03");
    }

    @Test
    void monthsAreThoseOfLondonInSummerToo() throws IOException {
        // 23:30 UTC on 31 May is 00:30 on 1 June in London.
        WithingsFile file = WithingsFile.of(new ObjectMapper()
                .readTree(
                        "[{\"grpid\":1,\"category\":1,\"date\":%d,\"measures\":[{\"value\":65,\"type\":1,\"unit\":0}]}]"
                                .formatted(Instant.parse("2021-05-31T23:30:00Z").getEpochSecond())));

        assertThat(MonthlyAverages.of(file.recorded()).averages())
                .containsExactly(new MonthlyAverages.Average(
                        "2021-06", "weight", "body_weight", 1, new BigDecimal("65.000000")));
    }

    @Test
    void averagesOfExportedRowsAreTheSameWhateverTheirOrder() throws IOException {
        ObjectMapper json = new ObjectMapper();
        MonthlyAverages averages = new MonthlyAverages();
        for (String row : List.of(
                "{\"kind\":\"weight\",\"effectiveTime\":\"2021-05-05T17:53:36Z\",\"quantities\":{\"body_weight\":70.25},\"marks\":[]}",
                "{\"kind\":\"weight\",\"effectiveTime\":\"2021-05-06T17:53:36Z\",\"quantities\":{\"body_weight\":71.75},\"marks\":[]}",
                "{\"kind\":\"bp_panel\",\"effectiveTime\":\"2021-05-06T17:53:36Z\",\"quantities\":{\"systolic_bp\":120},\"marks\":[\"doubtful\"]}")) {
            averages.addExported(json.readTree(row));
        }

        assertThat(averages.averages())
                .containsExactly(new MonthlyAverages.Average(
                        "2021-05", "weight", "body_weight", 2, new BigDecimal("71.000000")));
    }

    @Test
    void shuffledAndTwiceTheSameReadingsAreSentInAnOrderTheSeedDecides(@TempDir Path directory)
            throws InterruptedException {
        // Given
        Replay replay = new Replay("derby", "recorded-1", "p-1");
        MemoryGateway gateway = new MemoryGateway();
        gateway.answering(publication -> new Puback(0, ""));
        Path ledger = directory.resolve("ledger.ndjson");
        List<Transmission> script = replay.script(FILE.recorded(), OptionalLong.of(5), true, NOON);

        // When
        Tally.Figures done = replay.send(
                script, gateway, new Login("derby", "recorded-1", "x"), ledger, new VirtualPace(NOON), new AtOnce());

        // Then
        assertThat(done.acknowledged()).isEqualTo(2L * FILE.recorded().size());
        Set<String> ids = Ledger.read(ledger).stream()
                .map(LedgerEntry::reading)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        assertThat(ids)
                .as("every readable reading once")
                .hasSize(FILE.recorded().size() - 4);
        assertThat(replay.script(FILE.recorded(), OptionalLong.of(5), true, NOON))
                .extracting(Transmission::readingId)
                .isEqualTo(script.stream().map(Transmission::readingId).toList());
        assertThat(replay.script(FILE.recorded(), OptionalLong.of(6), true, NOON))
                .extracting(Transmission::readingId)
                .isNotEqualTo(script.stream().map(Transmission::readingId).toList());
    }

    private static long count(Kind kind) {
        return FILE.recorded().stream().filter(one -> one.kind() == kind).count();
    }
}
