package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static io.derwent.store.Samples.bloodPressure;
import static io.derwent.store.Samples.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.derwent.model.AssignmentHistory;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.Mark;
import io.derwent.model.Reading;
import io.derwent.model.Score;
import io.derwent.model.Whose;
import io.derwent.store.Audit.Entry;
import io.derwent.store.Reattribution.Moved;
import io.derwent.store.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReattributionTest {
    private static final Instant EVER = Instant.EPOCH;
    private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");
    private static final Instant HANDOVER = NOON.plus(Duration.ofHours(2));

    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database jobs = postgres.open(Roles.JOBS);

    @BeforeEach
    void adasReadingsEveryHour() {
        for (int hour = 0; hour < 4; hour++) {
            Instant time = NOON.plus(Duration.ofHours(hour));
            String id = "r" + hour;
            jobs.inPlatform(c -> Readings.write(c, List.of(bloodPressure("north", id, "ada", time)))
                    + Scores.write(c, List.of(score("north", id, 0, "ada", time))));
        }
        jobs.inPlatform(c -> Readings.write(c, List.of(bloodPressure("south", "r0", "ada", NOON))));
    }

    @AfterEach
    void close() {
        jobs.close();
    }

    @Test
    void readingsGoToWhoeverHadTheDeviceThen() {
        List<Moved> moved = apply(handedOver());

        assertThat(moved)
                .extracting(
                        one -> one.reading().id(),
                        Moved::was,
                        one -> one.reading().patient(),
                        one -> one.reading().revision())
                .containsExactly(tuple("r2", "ada", "bob", 1), tuple("r3", "ada", "bob", 1));
        assertThat(readings("north", "bob")).extracting(Reading::id).containsExactly("r3", "r2");
        assertThat(readings("north", "ada")).extracting(Reading::id).containsExactly("r1", "r0");
        assertThat(readings("south", "ada")).hasSize(1);
    }

    @Test
    void aTestIsNobodys() {
        Instant time = HANDOVER.plusSeconds(60);
        jobs.inPlatform(c -> Readings.write(
                c, List.of(bloodPressure("north", "test", 0, null, time, 120, Set.of(Mark.NOT_A_PERSON)))));

        assertThat(apply(handedOver())).extracting(one -> one.reading().id()).containsExactly("r2", "r3");
    }

    @Test
    void theSameHistoryAgainChangesNothing() {
        apply(handedOver());

        assertThat(apply(handedOver())).isEmpty();
    }

    @Test
    void timesNobodyHadItBelongToNobody() {
        apply(new AssignmentHistory("north", "cuff-1", 2, List.of(new Assignment("ada", NOON, HANDOVER, null))));

        assertThat(readings("north", "ada")).extracting(Reading::id).containsExactly("r1", "r0");
        assertThat(jobs.<List<Reading>>inPlatform(c -> Readings.ofDevice(c, "north", "cuff-1", HANDOVER, NEVER, 10)))
                .hasSize(2)
                .allMatch(reading -> reading.patient() == null);
    }

    @Test
    void timesSeveralSharedItBelongToNobody() {
        apply(new AssignmentHistory(
                "north",
                "cuff-1",
                2,
                List.of(new Assignment("ada", NOON, null, 1), new Assignment("bob", HANDOVER, null, 2))));

        assertThat(readings("north", "ada")).extracting(Reading::id).containsExactly("r1", "r0");
        assertThat(readings("north", "bob")).isEmpty();
    }

    @Test
    void ofASharedDeviceAReadingGoesToWhomItNamesAndIsMarked() {
        name("r4", new Whose(2, null));
        name("r5", new Whose(null, "ada"));
        name("r6", new Whose(3, null));

        List<Moved> moved = apply(shared());

        assertThat(moved)
                .extracting(
                        one -> one.reading().id(),
                        one -> one.reading().patient(),
                        one -> one.reading().marks())
                .containsExactly(
                        tuple("r0", null, Set.of()),
                        tuple("r1", null, Set.of()),
                        tuple("r2", null, Set.of()),
                        tuple("r3", null, Set.of()),
                        tuple("r4", "bob", Set.of(Mark.SHARED_KIT)),
                        tuple("r5", "ada", Set.of(Mark.SHARED_KIT)));
        assertThat(moved.get(4).reading().whose()).isEqualTo(new Whose(2, null));
        assertThat(apply(shared())).isEmpty();
    }

    @Test
    void whatPeopleSaidStandsEvenWhereTheHistoryNoLongerTellsIt() {
        name("r4", new Whose(2, null));
        name("r5", new Whose(2, null));
        name("r6", new Whose(2, null));
        apply(shared());
        said("r4", "bob");
        said("r5", "ada");
        said("r6", null);

        assertThat(apply(shared()))
                .extracting(
                        one -> one.reading().id(),
                        one -> one.reading().patient(),
                        one -> one.reading().marks(),
                        one -> one.reading().revision())
                .containsExactly(
                        tuple("r4", "bob", Set.of(), 2),
                        tuple("r5", "ada", Set.of(), 2),
                        tuple("r6", null, Set.of(), 2));
        assertThat(apply(shared())).isEmpty();
        said("r6", "ada");
        assertThat(apply(shared())).extracting(one -> one.reading().id()).containsExactly("r6");
        List<Entry> bobs = jobs.inPlatform(c -> Audit.ofPatient(c, "north", "bob", EVER, NEVER, 10));
        assertThat(bobs)
                .as("one for all that came to bob, one for each that left him; none for what was confirmed")
                .hasSize(3);
    }

    private void name(String id, Whose whose) {
        Instant time = HANDOVER.plus(Duration.ofHours(Integer.parseInt(id.substring(1))));
        Reading reading = bloodPressure("north", id, null, time).naming(whose);
        jobs.inPlatform(c -> Readings.write(c, List.of(reading)));
    }

    private void said(String reading, @Nullable String patient) {
        try (Database console = postgres.open(Roles.CONSOLE)) {
            console.inTenant("north", c -> Assignments.correct(c, "north", "cuff-1", reading, patient, "nurse-1"));
        }
    }

    private static AssignmentHistory shared() {
        return new AssignmentHistory(
                "north",
                "cuff-1",
                2,
                List.of(new Assignment("ada", NOON, null, 1), new Assignment("bob", NOON, null, 2)));
    }

    @Test
    void aReSentReadingDoesNotUndoIt() {
        apply(handedOver());

        assertThat(jobs.<Integer>inPlatform(
                        c -> Readings.write(c, List.of(bloodPressure("north", "r2", "ada", HANDOVER)))))
                .isZero();
    }

    @Test
    void scoresOfTheWrongPatientAreWithdrawnUntilRecomputed() {
        apply(handedOver());

        assertThat(scores("ada"))
                .extracting(Score::reading, Score::withdrawn)
                .containsExactly(tuple("r3", true), tuple("r2", true), tuple("r1", false), tuple("r0", false));

        jobs.inPlatform(c -> Scores.write(c, List.of(score("north", "r2", 0, "ada", HANDOVER))));
        assertThat(scores("ada")).filteredOn(Score::withdrawn).hasSize(2);

        jobs.inPlatform(c -> Scores.write(c, List.of(score("north", "r2", 1, "bob", HANDOVER))));
        assertThat(scores("bob")).extracting(Score::withdrawn).containsExactly(false);
    }

    @Test
    void aScoreOfTheWrongPatientThatComesAfterwardsIsWithdrawn() {
        Instant time = HANDOVER.plusSeconds(60);
        jobs.inPlatform(c -> Readings.write(c, List.of(bloodPressure("north", "r9", "ada", time))));
        apply(handedOver());

        jobs.inPlatform(c -> Scores.write(
                c,
                List.of(score("north", "r9", 0, "ada", time), score("north", "r1", 0, "ada", NOON.plusSeconds(3600)))));

        assertThat(scores("ada"))
                .filteredOn(score -> score.reading().equals("r9"))
                .extracting(Score::withdrawn)
                .containsExactly(true);
        jobs.inPlatform(c -> Scores.write(c, List.of(score("north", "r9", 1, "bob", time))));
        assertThat(scores("bob")).extracting(Score::withdrawn).containsExactly(false);
    }

    @Test
    void bothPatientsAuditTrailsSayWhatMoved() {
        apply(handedOver());

        for (String patient : List.of("ada", "bob")) {
            List<Entry> entries = jobs.inPlatform(c -> Audit.ofPatient(c, "north", patient, EVER, NEVER, 10));
            assertThat(entries).hasSize(1);
            assertThat(entries.get(0).what()).isEqualTo("reading.reattribute");
            assertThat(entries.get(0).detail())
                    .containsEntry("device", "cuff-1")
                    .containsEntry("from", "ada")
                    .containsEntry("to", "bob")
                    .containsEntry("readings", "2");
        }
    }

    private static AssignmentHistory handedOver() {
        return new AssignmentHistory(
                "north",
                "cuff-1",
                2,
                List.of(new Assignment("ada", NOON, HANDOVER, null), new Assignment("bob", HANDOVER, null, null)));
    }

    private List<Moved> apply(AssignmentHistory history) {
        return jobs.inPlatform(c -> Reattribution.apply(c, history, NOON));
    }

    private List<Reading> readings(String tenant, String patient) {
        return jobs.inPlatform(c -> Readings.ofPatient(c, tenant, patient, Set.of(), EVER, NEVER, 10));
    }

    private List<Score> scores(String patient) {
        return jobs.inPlatform(c -> Scores.ofPatient(c, "north", patient, EVER, NEVER, 10));
    }
}
