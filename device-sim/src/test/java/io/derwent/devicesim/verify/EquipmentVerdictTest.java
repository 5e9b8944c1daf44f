package io.derwent.devicesim.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.devicesim.ledger.Inventory;
import io.derwent.devicesim.ledger.LedgerEntry;
import io.derwent.devicesim.ledger.LedgerEntry.Implies;
import io.derwent.devicesim.ledger.LedgerEntry.State;
import io.derwent.devicesim.verify.ReaderMessage.ReaderName;
import io.derwent.model.AlertEvent;
import io.derwent.model.AssetMove;
import io.derwent.model.Ids;
import io.derwent.model.LastSeen;
import io.derwent.model.Mobility;
import io.derwent.model.ReaderStatus;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Seconds are after noon; a pump, a store with reader-1, a ward with reader-2, each heard of every ten seconds. */
class EquipmentVerdictTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final String TENANT = "derby";
    private static final String PUMP = "pump-1";
    private static final String STORE = "5055123000012.STORE";
    private static final String WARD = "5055123000012.WARD";
    private static final String STORE_READER = "reader-1";
    private static final String WARD_READER = "reader-2";

    private final List<LedgerEntry> entries = new ArrayList<>();
    private final List<AssetMove> moves = new ArrayList<>();
    private final Map<Stay.Name, LastSeen> whereabouts = new HashMap<>();
    private final Set<Stay.Name> unknownTags = new HashSet<>();
    private final Map<ReaderName, ReaderStatus> readers = new HashMap<>();
    private final List<AlertEvent> alerts = new ArrayList<>();

    @Test
    void aThingThatStandsIsToldOnce() {
        stands(STORE_READER, STORE, 0, 60);
        told(1, AssetMove.Kind.ARRIVED, STORE, null, 0);
        seenLast(STORE, STORE_READER, 60);
        heard(STORE_READER, 60);

        EquipmentVerdict verdict = verdict();

        assertThat(verdict.holds()).as(verdict.toString()).isTrue();
        assertThat(verdict.pings()).isEqualTo(7);
        assertThat(verdict.staysImplied()).isEqualTo(1);
        assertThat(verdict.movesStored()).isEqualTo(1);
    }

    @Test
    void aThingThatWasReadAndIsToldNowhereIsMissing() {
        stands(STORE_READER, STORE, 0, 0);
        heard(STORE_READER, 0);

        assertThat(verdict().missingMoves()).hasSize(2).allMatch(sentence -> sentence.contains(PUMP));
    }

    @Test
    void whatWasSentAndNeverAcknowledgedNeedNotBeTold() {
        entries.add(entry(State.SENT, STORE_READER, 0, inventory(STORE)));

        assertThat(verdict().holds()).isTrue();
    }

    @Test
    void whereaboutsThatStandStillAreMissingReads() {
        stands(STORE_READER, STORE, 0, 120);
        told(1, AssetMove.Kind.ARRIVED, STORE, null, 0);
        seenLast(STORE, STORE_READER, 60);
        heard(STORE_READER, 120);

        assertThat(verdict().missingMoves()).singleElement().asString().contains("last seen as stored is");
    }

    @Test
    void tagsOfNoAssetMustBeListed() {
        Inventory stranger = new Inventory(1, Map.of(STORE, List.of("E280")), List.of("E280"), List.of(), false);
        sent(STORE_READER, 0, stranger);
        moves.add(move("E280", 1, AssetMove.Kind.ARRIVED, STORE, null, 0, STORE_READER));
        whereabouts.put(new Stay.Name(TENANT, "E280"), lastSeen("E280", STORE, STORE_READER, 0));
        heard(STORE_READER, 0);
        assertThat(verdict().missingUnknownTags()).hasSize(1);

        unknownTags.add(new Stay.Name(TENANT, "E280"));
        assertThat(verdict().holds()).isTrue();
    }

    @Nested
    class GivenThePumpIsTakenToTheWard {
        GivenThePumpIsTakenToTheWard() {
            stands(STORE_READER, STORE, 0, 200);
            stands(WARD_READER, WARD, 220, 500);
            told(1, AssetMove.Kind.ARRIVED, STORE, null, 0);
            seenLast(WARD, WARD_READER, 500);
            heard(STORE_READER, 200);
            heard(WARD_READER, 500);
        }

        @Test
        void oneMoveIsImplied() {
            told(2, AssetMove.Kind.MOVED, WARD, STORE, 240);

            EquipmentVerdict verdict = verdict();

            assertThat(verdict.holds()).as(verdict.toString()).isTrue();
            assertThat(verdict.staysImplied()).isEqualTo(2);
        }

        @Test
        void aMoveThatIsLostIsMissing() {
            assertThat(verdict().missingMoves()).singleElement().asString().contains("stood in " + WARD);
        }

        @Test
        void aMoveMissingFromTheCountIsMissing() {
            told(3, AssetMove.Kind.MOVED, WARD, STORE, 240);

            assertThat(verdict().missingMoves()).singleElement().asString().contains("is move 3, the one before is 1");
        }

        @Test
        void oneMoveStoredTwiceIsFound() {
            told(2, AssetMove.Kind.MOVED, WARD, STORE, 240);
            told(2, AssetMove.Kind.MOVED, WARD, STORE, 250);

            assertThat(verdict().unexpectedMoves()).anyMatch(sentence -> sentence.contains("stored twice"));
        }

        @Test
        void toAndFroWithinOneStayIsFound() {
            told(2, AssetMove.Kind.MOVED, WARD, STORE, 240);
            told(3, AssetMove.Kind.MOVED, STORE, WARD, 300);
            told(4, AssetMove.Kind.MOVED, WARD, STORE, 320);

            assertThat(verdict().unexpectedMoves())
                    .anyMatch(sentence -> sentence.contains("where it was not then"))
                    .anyMatch(sentence -> sentence.contains("where it had come at"));
        }

        @Test
        void aMoveThatLeadsFromElsewhereIsFound() {
            told(2, AssetMove.Kind.MOVED, WARD, "5055123000012.CLINIC", 240);

            assertThat(verdict().unexpectedMoves()).singleElement().asString().contains("it was told to be " + STORE);
        }

        @Test
        void aMoveByALaterReadThanTheLedgersIsNobodysBusiness() {
            told(2, AssetMove.Kind.MOVED, WARD, STORE, 240);
            told(3, AssetMove.Kind.MOVED, STORE, WARD, 520);

            assertThat(verdict().holds()).isTrue();
        }

        @Test
        void whatAReaderBeyondTheLedgerSawTooIsNotJudged() {
            moves.add(move(PUMP, 2, AssetMove.Kind.MOVED, "5055123000012.CLINIC", STORE, 100, "by-hand"));

            EquipmentVerdict verdict = verdict();

            assertThat(verdict.holds()).isTrue();
            assertThat(verdict.movedByOthers()).isEqualTo(1);
        }
    }

    @Test
    void aStayTooShortToBeSureMayBeToldOrNot() {
        stands(STORE_READER, STORE, 0, 200);
        stands(WARD_READER, WARD, 220, 280);
        told(1, AssetMove.Kind.ARRIVED, STORE, null, 0);
        seenLast(STORE, STORE_READER, 200);
        heard(STORE_READER, 200);
        heard(WARD_READER, 280);
        assertThat(verdict().holds()).isTrue();

        told(2, AssetMove.Kind.MOVED, WARD, STORE, 240);
        assertThat(verdict().holds()).isTrue();
    }

    @Nested
    class GivenThePumpLeavesTheHouse {
        GivenThePumpLeavesTheHouse() {
            stands(STORE_READER, STORE, 0, 100);
            told(1, AssetMove.Kind.ARRIVED, STORE, null, 0);
            seenLast(STORE, STORE_READER, 100);
            for (int second = 110; second < 760; second += 10) {
                sent(STORE_READER, second, Inventory.ofNoConsequence(0));
            }
            heard(STORE_READER, 760);
        }

        @Test
        void itMustHaveDepartedByTheTimeTheScenarioSaysSo() {
            sent(STORE_READER, 760, new Inventory(0, Map.of(), List.of(), List.of(PUMP), false));
            assertThat(verdict().missingMoves()).singleElement().asString().contains("has not departed");

            told(2, AssetMove.Kind.DEPARTED, null, STORE, 700);
            assertThat(verdict().holds()).isTrue();
        }

        @Test
        void itDepartsNotBeforeItWasUnseenForFiveMinutes() {
            told(2, AssetMove.Kind.DEPARTED, null, STORE, 300);

            assertThat(verdict().unexpectedMoves()).singleElement().asString().contains("was read there at");
        }
    }

    @Test
    void nothingNeedDepartWhileItsReaderWasAway() {
        stands(STORE_READER, STORE, 0, 100);
        told(1, AssetMove.Kind.ARRIVED, STORE, null, 0);
        seenLast(STORE, STORE_READER, 100);
        sent(STORE_READER, 760, new Inventory(0, Map.of(), List.of(), List.of(PUMP), false));
        heard(STORE_READER, 760);

        assertThat(verdict().missingMoves()).isEmpty();
    }

    @Nested
    class GivenAReaderFallsSilentWhileAnotherIsHeard {
        GivenAReaderFallsSilentWhileAnotherIsHeard() {
            for (int second = 0; second <= 300; second += 10) {
                if (second <= 100) {
                    sent(STORE_READER, second, Inventory.ofNoConsequence(0));
                }
                sent(WARD_READER, second, Inventory.ofNoConsequence(0));
            }
            sent(STORE_READER, 260, new Inventory(0, Map.of(), List.of(), List.of(), true));
            heard(STORE_READER, 260);
            heard(WARD_READER, 300);
        }

        @Test
        void oneAlertIsRaisedAndCleared() {
            alert(AlertEvent.Kind.RAISED, STORE_READER, 100, 190);
            alert(AlertEvent.Kind.CLEARED, STORE_READER, 100, 260);

            assertThat(verdict().wrongReaders()).isEmpty();
        }

        @Test
        void anAlertThatIsMissingIsFound() {
            assertThat(verdict().wrongReaders())
                    .anyMatch(sentence -> sentence.contains("was not raised"))
                    .anyMatch(sentence -> sentence.contains("was not cleared"));
        }

        @Test
        void anAlertOfAReaderThatWasHeardOfIsFound() {
            alert(AlertEvent.Kind.RAISED, STORE_READER, 100, 190);
            alert(AlertEvent.Kind.CLEARED, STORE_READER, 100, 260);
            alert(AlertEvent.Kind.RAISED, WARD_READER, 100, 190);

            assertThat(verdict().wrongReaders()).singleElement().asString().contains("it was heard of at");
        }

        @Test
        void aSignOfLifeThatIsNotStoredIsFound() {
            alert(AlertEvent.Kind.RAISED, STORE_READER, 100, 190);
            alert(AlertEvent.Kind.CLEARED, STORE_READER, 100, 260);
            heard(STORE_READER, 100);

            assertThat(verdict().wrongReaders()).singleElement().asString().contains("last as stored is");
        }
    }

    @Test
    void aSilenceInWhichNobodyAtAllWasHeardIsNobodys() {
        sent(STORE_READER, 0, Inventory.ofNoConsequence(0));
        sent(STORE_READER, 260, new Inventory(0, Map.of(), List.of(), List.of(), true));
        heard(STORE_READER, 260);

        assertThat(verdict().wrongReaders()).isEmpty();
    }

    private EquipmentVerdict verdict() {
        return EquipmentVerdict.of(
                ReaderMessage.of(entries), new StoredEquipment(moves, whereabouts, unknownTags, readers), alerts);
    }

    private void stands(String reader, String place, int from, int to) {
        for (int second = from; second <= to; second += 10) {
            sent(reader, second, inventory(place));
        }
    }

    private static Inventory inventory(String place) {
        return new Inventory(1, Map.of(place, List.of(PUMP)), List.of(), List.of(), false);
    }

    private void sent(String reader, int second, Inventory inventory) {
        entries.add(entry(State.SENT, reader, second, inventory));
        entries.add(entry(State.ACKNOWLEDGED, reader, second, inventory));
    }

    private static LedgerEntry entry(State state, String reader, int second, Inventory inventory) {
        Instant at = NOON.plusSeconds(second);
        return new LedgerEntry(
                state,
                TENANT,
                reader,
                reader,
                false,
                null,
                null,
                null,
                at,
                "00",
                0,
                null,
                at,
                at,
                null,
                Implies.NOTHING,
                inventory);
    }

    private void told(long seq, AssetMove.Kind kind, @Nullable String place, @Nullable String fromPlace, int second) {
        moves.add(move(PUMP, seq, kind, place, fromPlace, second, STORE_READER));
    }

    private static AssetMove move(
            String thing,
            long seq,
            AssetMove.Kind kind,
            @Nullable String place,
            @Nullable String fromPlace,
            int second,
            String reader) {
        Instant at = NOON.plusSeconds(second);
        return new AssetMove(
                Ids.assetMove(TENANT, thing, seq, kind, String.valueOf(place), at),
                TENANT,
                thing,
                seq,
                kind,
                place,
                fromPlace,
                at,
                0.9,
                new AssetMove.Evidence(reader, 1, 2, -6000, null, at));
    }

    private void seenLast(String place, String reader, int second) {
        whereabouts.put(new Stay.Name(TENANT, PUMP), lastSeen(PUMP, place, reader, second));
    }

    private static LastSeen lastSeen(String thing, String place, String reader, int second) {
        Instant at = NOON.plusSeconds(second);
        return new LastSeen(TENANT, thing, Mobility.ASSET_TRACKING, 1, place, true, at, at, reader, 1, 0.9, 40_000);
    }

    private void heard(String reader, int second) {
        readers.put(
                new ReaderName(TENANT, reader),
                new ReaderStatus(TENANT, reader, true, NOON, NOON.plusSeconds(second), null));
    }

    private void alert(AlertEvent.Kind kind, String reader, int lastHeard, int second) {
        Subject subject = Subject.reader(reader);
        Instant last = NOON.plusSeconds(lastHeard);
        Instant at = NOON.plusSeconds(second);
        String alert = Ids.alert(TENANT, subject, "RD-01", last.toString());
        alerts.add(new AlertEvent(
                Ids.alertEvent(alert, kind, at.toString()),
                alert,
                kind,
                TENANT,
                subject,
                "RD-01",
                1,
                Severity.AMBER,
                at,
                last,
                last,
                at,
                false,
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                null));
    }
}
