package io.derwent.streamjobs.vitals;

import static io.derwent.streamjobs.vitals.Given.NOON;
import static io.derwent.streamjobs.vitals.Given.between;
import static io.derwent.streamjobs.vitals.Given.history;
import static io.derwent.streamjobs.vitals.Given.measured;
import static io.derwent.streamjobs.vitals.Given.measuredAt;
import static io.derwent.streamjobs.vitals.Given.minute;
import static io.derwent.streamjobs.vitals.Given.reading;
import static io.derwent.streamjobs.vitals.Given.since;
import static io.derwent.streamjobs.vitals.Given.withoutTime;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Reading;
import io.derwent.model.Severity;
import io.derwent.model.Whose;
import io.derwent.streamjobs.CachingOperator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@NullUnmarked // the harness is made before each test
class AttributeReadingsTest {
    private KeyedTwoInputStreamOperatorTestHarness<String, Measured, AssignmentHistory, Attributed> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, Measured, AssignmentHistory, Attributed> harness()
            throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new CachingOperator<>(new AttributeReadings()),
                measured -> measured.reading().device(),
                AssignmentHistory::device,
                Types.STRING);
    }

    private void restart() throws Exception {
        harness.prepareSnapshotPreBarrier(1);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
    }

    private void arrives(Measured measured) throws Exception {
        harness.processElement1(measured, measured.reading().receivedAt().toEpochMilli());
    }

    private void arrives(Reading reading) throws Exception {
        arrives(measured(reading));
    }

    private static Reading marked(Reading reading, Mark mark) {
        return new Reading(
                reading.id(),
                reading.revision(),
                reading.tenant(),
                reading.device(),
                reading.patient(),
                reading.kind(),
                reading.quantities(),
                reading.findings(),
                reading.effectiveTime(),
                reading.receivedAt(),
                Set.of(mark),
                reading.seq());
    }

    private void assigned(AssignmentHistory history) throws Exception {
        assigned(history, minute(60));
    }

    private void assigned(AssignmentHistory history, Instant writtenAt) throws Exception {
        harness.processElement2(history, writtenAt.toEpochMilli());
    }

    /** {@code OBSERVE r1 p1 0} */
    private List<String> scored() {
        return harness.extractOutputValues().stream()
                .map(one -> "%s %s %s %d"
                        .formatted(
                                one.step(),
                                one.reading().id(),
                                one.patient(),
                                one.reading().revision()))
                .toList();
    }

    /** {@code r1 p1 0}, newest last; histories are {@code history 1}. */
    private List<String> stored() {
        var rows = harness.getSideOutput(AttributeReadings.ROWS);
        return rows == null
                ? List.of()
                : rows.stream()
                        .map(StreamRecord::getValue)
                        .map(AttributeReadingsTest::line)
                        .toList();
    }

    private static String line(StoreWrite row) {
        return row.reading() == null
                ? "history " + row.reattribution().version()
                : "%s %s %d%s"
                        .formatted(
                                row.reading().id(),
                                row.reading().patient(),
                                row.reading().revision(),
                                row.source() == null ? "" : " with source");
    }

    private List<AlertEvent> alerts() {
        var side = harness.getSideOutput(AttributeReadings.ALERTS);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }

    @Test
    void aTestIsNobodysNowAndLater() throws Exception {
        assigned(history(1, since("p1", NOON)));

        arrives(marked(reading("r1", minute(1), minute(5), "97"), Mark.NOT_A_PERSON));
        assigned(history(2, since("p2", NOON)));

        assertThat(scored()).isEmpty();
        assertThat(stored()).containsExactly("history 1", "r1 null 0 with source", "history 2");
    }

    @Test
    void aReadingBelongsToWhoHadTheDeviceWhenItWasTaken() throws Exception {
        assigned(history(1, between("p1", minute(-60), NOON), since("p2", NOON)));

        arrives(reading("r1", minute(-1), minute(5), "97"));
        arrives(reading("r2", NOON, minute(5), "97"));
        arrives(reading("r3", minute(-61), minute(5), "97"));

        assertThat(scored()).containsExactly("OBSERVE r1 p1 0", "OBSERVE r2 p2 0");
        assertThat(stored())
                .containsExactly("history 1", "r1 p1 0 with source", "r2 p2 0 with source", "r3 null 0 with source");
    }

    @Test
    void whileSeveralShareADeviceItsReadingsAreNobodys() throws Exception {
        assigned(history(
                1,
                new AssignmentHistory.Assignment("p1", minute(-60), null, 1),
                new AssignmentHistory.Assignment("p2", NOON, minute(10), 2)));

        arrives(reading("r1", minute(-1), minute(20), "97"));
        arrives(reading("r2", NOON, minute(20), "90"));
        arrives(reading("r3", minute(10), minute(20), "97"));

        assertThat(scored()).containsExactly("OBSERVE r1 p1 0", "OBSERVE r3 p1 0");
    }

    /** A scale that two people have; slots 1 and 2. */
    @Nested
    class GivenASharedDevice {
        private final AssignmentHistory shared = history(
                1,
                new AssignmentHistory.Assignment("p1", minute(-60), null, 1),
                new AssignmentHistory.Assignment("p2", minute(-60), null, 2));

        @BeforeEach
        void assignedFirst() throws Exception {
            assigned(shared);
        }

        @Test
        void aReadingIsWhoseItNamesAndMarked() throws Exception {
            arrives(reading("r1", minute(1), minute(1), "97").naming(new Whose(2, null)));
            arrives(reading("r2", minute(2), minute(2), "97").naming(new Whose(null, "p1")));
            arrives(reading("r3", minute(3), minute(3), "97").naming(new Whose(255, null)));
            arrives(reading("r4", minute(4), minute(4), "97").naming(new Whose(null, "p3")));

            assertThat(scored()).containsExactly("OBSERVE r1 p2 0", "OBSERVE r2 p1 0");
            assertThat(harness.extractOutputValues())
                    .allSatisfy(one -> assertThat(one.reading().marks()).containsExactly(Mark.SHARED_KIT));
            assertThat(stored()).endsWith("r3 null 0 with source", "r4 null 0 with source");
        }

        @Test
        void oneThatIsConfirmedIsLookedAtAgainWithoutTheMark() throws Exception {
            arrives(reading("r1", minute(1), minute(1), "97").naming(new Whose(2, null)));

            assigned(said(2, "r1", "p2"));

            assertThat(scored()).containsExactly("OBSERVE r1 p2 0", "OBSERVE r1 p2 1");
            assertThat(harness.extractOutputValues().get(1).reading().marks()).isEmpty();
            assertThat(stored()).endsWith("history 2", "r1 p2 1");
            assertThat(alerts()).isEmpty();
        }

        @Test
        void oneThatIsNotTheirsIsTakenFromThem() throws Exception {
            arrives(reading("r1", minute(1), minute(1), "97").naming(new Whose(2, null)));

            assigned(said(2, "r1", null));

            assertThat(scored()).containsExactly("OBSERVE r1 p2 0", "WITHDRAW r1 p2 1");
            assertThat(alerts()).extracting(AlertEvent::rule).containsExactly(AttributeReadings.READINGS_MOVED);
        }

        @Test
        void oneThatIsAnothersGoesToThemAndStaysThere() throws Exception {
            arrives(reading("r1", minute(1), minute(1), "97").naming(new Whose(2, null)));
            assigned(said(2, "r1", "p1"));
            restart();

            arrives(reading("r2", minute(2), minute(2), "97").naming(new Whose(2, null)));
            assigned(new AssignmentHistory(
                    shared.tenant(),
                    shared.device(),
                    3,
                    List.of(since("p2", minute(-60))),
                    said(2, "r1", "p1").corrections()));

            assertThat(scored()).containsExactly("OBSERVE r2 p2 0", "OBSERVE r2 p2 1");
            assertThat(harness.extractOutputValues().get(1).reading().marks()).isEmpty();
        }

        @Test
        void whatItNamedCountsWhenTheHistoryChangesLater() throws Exception {
            arrives(reading("r1", minute(1), minute(1), "97").naming(new Whose(null, "p3")));
            restart();

            assigned(history(
                    2,
                    new AssignmentHistory.Assignment("p1", minute(-60), null, 1),
                    new AssignmentHistory.Assignment("p3", minute(-60), null, 3)));

            assertThat(scored()).containsExactly("OBSERVE r1 p3 1");
        }

        private AssignmentHistory said(long version, String reading, @Nullable String patient) {
            return new AssignmentHistory(
                    shared.tenant(),
                    shared.device(),
                    version,
                    shared.assignments(),
                    List.of(new AssignmentHistory.Correction(reading, patient, "nurse", minute(30))));
        }
    }

    /** Repetitions are told by id, in whatever order the times of new ones run. */
    @Nested
    class GivenReadingsOutOfOrder {
        @BeforeEach
        void anEarlierOneLast() throws Exception {
            assigned(history(1, since("p1", minute(-600))));
            arrives(reading("r2", minute(2), minute(3), "97"));
            arrives(reading("r1", minute(1), minute(4), "97"));
        }

        @Test
        void eachCountsOnce() throws Exception {
            arrives(reading("r2", minute(2), minute(5), "97"));
            arrives(reading("r1", minute(1), minute(5), "97"));

            assertThat(scored()).containsExactly("OBSERVE r2 p1 0", "OBSERVE r1 p1 0");
        }

        @Test
        void anotherOfTheSameTimeIsNew() throws Exception {
            arrives(reading("r3", minute(2), minute(5), "97"));

            assertThat(scored()).endsWith("OBSERVE r3 p1 0");
        }

        @Test
        void aRepetitionIsKnownAfterARestart() throws Exception {
            restart();

            arrives(reading("r0", minute(0), minute(5), "97"));
            arrives(reading("r2", minute(2), minute(6), "97"));

            assertThat(scored()).containsExactly("OBSERVE r0 p1 0");
        }

        @Test
        void oneFromTheFutureIsKnownWhenItsTimeHasCome() throws Exception {
            arrives(measuredAt(minute(60), reading("r9", minute(5), minute(5), "97", Mark.DEVICE_CLOCK_AHEAD)));
            arrives(reading("r4", minute(6), minute(6), "97"));
            arrives(reading("r9", minute(60), minute(61), "97"));

            assertThat(scored())
                    .containsExactly("OBSERVE r2 p1 0", "OBSERVE r1 p1 0", "OBSERVE r9 p1 0", "OBSERVE r4 p1 0");
        }
    }

    @Nested
    class GivenAReadingBeforeItsAssignment {
        @BeforeEach
        void readingFirst() throws Exception {
            arrives(reading("r1", NOON, NOON, "90"));
        }

        @Test
        void itIsStoredUnassignedAndScoredForNobody() {
            assertThat(scored()).isEmpty();
            assertThat(stored()).containsExactly("r1 null 0 with source");
        }

        @Test
        void theAssignmentGivesItToThePatient() throws Exception {
            assigned(history(1, since("p1", minute(-60))));

            assertThat(scored()).containsExactly("OBSERVE r1 p1 1");
            assertThat(stored()).containsExactly("r1 null 0 with source", "history 1", "r1 p1 1");
            assertThat(alerts()).isEmpty();
        }

        @Test
        void aCorrectionTakesItFromTheOneAndGivesItToTheOther() throws Exception {
            assigned(history(1, since("p1", minute(-60))));
            assigned(history(2, since("p2", minute(-60))));

            assertThat(scored()).containsExactly("OBSERVE r1 p1 1", "WITHDRAW r1 p1 2", "OBSERVE r1 p2 2");
            assertThat(stored()).endsWith("history 2", "r1 p2 2");
            assertThat(alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.rule()).isEqualTo(AttributeReadings.READINGS_MOVED);
                assertThat(alert.subject().id()).isEqualTo(Given.DEVICE);
            });
        }

        @Test
        void anOlderOrTheSameHistoryChangesNothing() throws Exception {
            assigned(history(2, since("p1", minute(-60))));
            assigned(history(1, since("p2", minute(-60))));
            assigned(history(2, since("p2", minute(-60))));

            assertThat(scored()).containsExactly("OBSERVE r1 p1 1");
        }

        @Test
        void anAssignmentToNobodyTakesItBack() throws Exception {
            assigned(history(1, since("p1", minute(-60))));
            assigned(history(2));

            assertThat(scored()).containsExactly("OBSERVE r1 p1 1", "WITHDRAW r1 p1 2");
            assertThat(stored()).endsWith("history 2", "r1 null 2");
        }

        @Test
        void itIsRememberedAcrossARestart() throws Exception {
            restart();

            arrives(reading("r1", NOON, NOON, "90"));
            assigned(history(1, since("p1", minute(-60))));

            assertThat(scored()).containsExactly("OBSERVE r1 p1 1");
            assertThat(stored()).containsExactly("history 1", "r1 p1 1");
        }

        @Test
        void afterSevenDaysOnlyTheDatabaseRemembersIt() throws Exception {
            assigned(
                    history(1, since("p1", minute(-60))),
                    NOON.plus(Duration.ofDays(7)).plusMillis(1));

            assertThat(scored()).isEmpty();
            assertThat(stored()).containsExactly("r1 null 0 with source", "history 1");
        }

        @Test
        void onTheSeventhDayItIsStillScored() throws Exception {
            assigned(history(1, since("p1", minute(-60))), NOON.plus(Duration.ofDays(7)));

            assertThat(scored()).containsExactly("OBSERVE r1 p1 1");
        }
    }

    @Nested
    class GivenAnAssignedDevice {
        @BeforeEach
        void assignedFirst() throws Exception {
            assigned(history(1, since("p1", minute(-600))));
        }

        @Test
        void theSameIdIsOneReadingForSixtyDays() throws Exception {
            arrives(reading("r1", NOON, NOON, "97"));
            arrives(reading("r1", NOON, minute(30), "97"));
            assertThat(scored()).hasSize(1);

            harness.setStateTtlProcessingTime(Duration.ofDays(60).toMillis() - 1);
            arrives(reading("r1", NOON, minute(30), "97"));
            assertThat(scored()).hasSize(1);
        }

        @Test
        void whatAHubSendsAtOnceIsToldApartByWhenItTookIt() throws Exception {
            arrives(withoutTime(reading("r1", NOON, minute(600), "97", Mark.NO_DEVICE_TIME), "same"));
            arrives(withoutTime(reading("r2", minute(5), minute(600), "97", Mark.NO_DEVICE_TIME), "same"));

            assertThat(scored()).containsExactly("OBSERVE r1 p1 0", "OBSERVE r2 p1 0");
        }

        @Test
        void withoutTimeIdenticalContentWithinAMinuteIsOneReading() throws Exception {
            arrives(withoutTime(reading("r1", NOON, NOON, "97", Mark.NO_DEVICE_TIME), "same"));
            arrives(withoutTime(
                    reading("r2", NOON.plusSeconds(60), NOON.plusSeconds(60), "97", Mark.NO_DEVICE_TIME), "same"));
            arrives(withoutTime(
                    reading("r3", NOON.plusSeconds(61), NOON.plusSeconds(61), "97", Mark.NO_DEVICE_TIME), "same"));
            arrives(withoutTime(
                    reading("r4", NOON.plusSeconds(62), NOON.plusSeconds(62), "96", Mark.NO_DEVICE_TIME), "other"));

            assertThat(scored()).containsExactly("OBSERVE r1 p1 0", "OBSERVE r3 p1 0", "OBSERVE r4 p1 0");
        }

        @Test
        void aClockBehindIsCorrectedFromTheThirdArrivalAndComplainedAbout() throws Exception {
            arrives(reading("r1", minute(0), minute(60), "97"));
            arrives(reading("r2", minute(20), minute(80), "97"));
            restart();

            arrives(reading("r3", minute(40), minute(100), "97"));
            arrives(reading("r4", minute(60), minute(120), "97"));
            arrives(reading("r3", minute(40), minute(121), "97"));

            assertThat(harness.extractOutputValues().stream().map(Attributed::reading))
                    .extracting(Reading::effectiveTime)
                    .containsExactly(minute(100), minute(120));
            assertThat(alerts())
                    .singleElement()
                    .extracting(AlertEvent::limits)
                    .isEqualTo(List.of("device clock behind by PT1H"));
        }

        @Test
        void whatIsReadOutDailyAtTheSameMinuteIsLeftAsItIs() throws Exception {
            for (int day = 0; day < 5; day++) {
                arrives(reading("r" + day, minute(1440 * day), minute(1440 * day + 180), "97"));
            }

            assertThat(harness.extractOutputValues().stream().map(Attributed::reading))
                    .extracting(Reading::effectiveTime)
                    .containsExactly(minute(0), minute(1440), minute(2880), minute(4320), minute(5760));
            assertThat(alerts()).isEmpty();
        }

        @Test
        void storedReadingsOfAClockAheadKeepTheirDistances() throws Exception {
            Duration year = Duration.ofDays(365);
            arrives(measuredAt(
                    minute(0).plus(year), reading("r1", minute(0), minute(0), "97", Mark.DEVICE_CLOCK_AHEAD)));
            for (int i = 1; i <= 3; i++) {
                arrives(measuredAt(
                        minute(10 * i).plus(year),
                        reading("s" + i, minute(90), minute(90), "97", Mark.DEVICE_CLOCK_AHEAD)));
            }

            assertThat(harness.extractOutputValues().stream().map(Attributed::reading))
                    .extracting(Reading::effectiveTime)
                    .containsExactly(minute(0), minute(10), minute(20), minute(30));
            assertThat(alerts())
                    .singleElement()
                    .extracting(AlertEvent::limits)
                    .isEqualTo(List.of("device clock ahead by PT8760H"));
        }

        @Test
        void aValueOfADaySaysNothingOfTheClock() throws Exception {
            for (int day = 0; day < 4; day++) {
                arrives(ofADay(reading("r" + day, minute(1440 * day), minute(1440 * day + 180), "60")));
            }

            assertThat(harness.extractOutputValues())
                    .allSatisfy(one -> assertThat(one.reading().marks()).isEmpty());
        }

        private static Reading ofADay(Reading reading) {
            return new Reading(
                    reading.id(),
                    reading.revision(),
                    reading.tenant(),
                    reading.device(),
                    reading.patient(),
                    Kind.RESTING_HEART_RATE,
                    reading.quantities(),
                    reading.findings(),
                    reading.effectiveTime(),
                    reading.receivedAt(),
                    reading.marks(),
                    reading.seq());
        }

        @Test
        void aClockAheadIsComplainedAboutOnceADay() throws Exception {
            arrives(reading("r1", NOON, NOON, "97", Mark.DEVICE_CLOCK_AHEAD));
            arrives(reading("r2", minute(1), minute(1), "97", Mark.DEVICE_CLOCK_AHEAD));
            arrives(reading("r3", minute(1440), minute(1440), "97", Mark.DEVICE_CLOCK_AHEAD));

            assertThat(alerts()).hasSize(2).allSatisfy(alert -> {
                assertThat(alert.rule()).isEqualTo(AttributeReadings.DEVICE_CLOCK);
                assertThat(alert.severity()).isEqualTo(Severity.INFO);
                assertThat(alert.subject().id()).isEqualTo(Given.DEVICE);
            });
        }
    }
}
