package io.derwent.streamjobs.vitals;

import static io.derwent.streamjobs.vitals.Given.NOON;
import static io.derwent.streamjobs.vitals.Given.TENANT;
import static io.derwent.streamjobs.vitals.Given.arrival;
import static io.derwent.streamjobs.vitals.Given.minute;
import static io.derwent.streamjobs.vitals.Given.since;
import static io.derwent.streamjobs.vitals.Given.spo2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.derwent.clinical.Offline;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.Kind;
import io.derwent.model.Schedule;
import io.derwent.streamjobs.Arrival;
import io.derwent.streamjobs.LocalFlink;
import io.derwent.streamjobs.Savepoints;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * State outlives versions: a savepoint of an earlier build, kept under {@code savepoints/}, restores in this one and the job
 * goes on where it was. It holds a breach that waits for its repeat, a reading nobody is known for, a reading of a patient
 * without plan, and the ids of what was accepted; since the second one also a weight that a later one is compared with, and the
 * timer of a reading that is expected; since the third one the states of patients are written by {@link PatientStateSerializer},
 * and since the fourth one a patient's scale is off line.
 *
 * <p>Never overwrite a kept savepoint: add the next one, and keep the old test. To write one:
 * {@code mvn -pl stream-jobs test -Dtest=SavepointTest -Dderwent.savepoint.to=DIRECTORY}.
 */
@NullUnmarked // JUnit sets the directory
class SavepointTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Schedule EVERY_MORNING =
            new Schedule(List.of(new Schedule.Expected(Kind.WEIGHT, LocalTime.of(8, 0), List.of())), null);

    @TempDir
    private Path directory;

    @AfterEach
    void theClockGoesAgain() {
        Savepoints.clockGoes();
    }

    @Test
    void theKeptSavepointIsRestored() throws Exception {
        theSecondHalfGoesOnFrom(Savepoints.kept("vitals-1", directory), "RAISED OX-03 p3");
    }

    @Test
    void theOneWithValuesAndTimersIsRestored() throws Exception {
        theSecondHalfGoesOnFrom(Savepoints.kept("vitals-2", directory), "RAISED HF-01 p4");
    }

    @Test
    void theOneWithStatesOfPatientsByHandIsRestored() throws Exception {
        theSecondHalfGoesOnFrom(Savepoints.kept("vitals-3", directory), "RAISED HF-01 p4");
    }

    @Test
    void theOneWithDevicesOffLineIsRestored() throws Exception {
        theSecondHalfGoesOnFrom(Savepoints.kept("vitals-4", directory), "RAISED HF-01 p4");
    }

    @Test
    void aSavepointOfThisBuildIsRestored() throws Exception {
        theSecondHalfGoesOnFrom(savepointAfterTheFirstHalf(directory), "RAISED HF-01 p4");
    }

    private static String savepointAfterTheFirstHalf(Path directory) throws Exception {
        LocalJob job = new LocalJob(LocalFlink.configuration(directory));
        job.over(
                stream(job, "arrivals-1", Arrival.class, FirstHalf::arrival),
                stream(job, "assignments-1", AssignmentHistory.class, FirstHalf::assignment),
                stream(job, "plans-1", PatientUpdate.class, FirstHalf::plan),
                stream(job, "actions-1", PatientUpdate.class, FirstHalf::plan),
                ticks(job));
        JobClient client = job.environment.executeAsync();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(story(job)).contains("PROMPTED BP-03 p1");
            assertThat(job.rows.soFar().stream().filter(row -> row.source() != null))
                    .hasSize(4);
        });
        return Savepoints.take(client, directory);
    }

    private void theSecondHalfGoesOnFrom(String savepoint, String also) throws Exception {
        LocalJob job = new LocalJob(Savepoints.restoring(savepoint, directory));
        job.over(
                stream(job, "arrivals-2", Arrival.class, SecondHalf::arrival),
                stream(job, "assignments-2", AssignmentHistory.class, SecondHalf::assignment),
                stream(job, "plans-2", PatientUpdate.class, SecondHalf::plan),
                stream(job, "actions-2", PatientUpdate.class, SecondHalf::plan),
                ticks(job));

        JobClient client = job.environment.executeAsync();

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(story(job)).contains("RAISED BP-03 p1", "RAISED OX-03 p2", "RAISED OX-03 p3", also));
        LocalFlink.stop(client);
        assertThat(story(job)).doesNotContain("PROMPTED BP-03 p1");
        assertThat(job.alerts.soFar().stream()
                        .filter(event -> event.rule().equals("BP-03"))
                        .findFirst()
                        .orElseThrow()
                        .readings())
                .hasSize(2);
    }

    private static List<String> story(LocalJob job) {
        return job.alerts.soFar().stream()
                .map(event -> event.kind() + " " + event.rule() + " "
                        + event.subject().id())
                .toList();
    }

    private static <T> DataStream<T> stream(
            LocalJob job, String name, Class<T> type, GeneratorFunction<Long, T> elements) {
        return Savepoints.stream(job.environment, name, type, elements);
    }

    private static DataStream<Long> ticks(LocalJob job) {
        return stream(job, "ticks", Long.class, index -> index);
    }

    private static AssignmentHistory assigned(String device, String patient) {
        return new AssignmentHistory(TENANT, device, 1, List.of(since(patient, Instant.EPOCH)));
    }

    private static Arrival of(String device, String payload, Instant receivedAt) {
        return arrival(device, "application/vnd.derwent.reading+json", payload, receivedAt);
    }

    private static String bp(Instant effectiveTime, int systolic, int diastolic) {
        return "{\"kind\":\"bp_panel\",\"effectiveTime\":\"%s\",\"systolic\":%d,\"diastolic\":%d}"
                .formatted(effectiveTime, systolic, diastolic);
    }

    private static String weight(Instant effectiveTime, String kilograms) {
        return "{\"kind\":\"weight\",\"effectiveTime\":\"%s\",\"kilograms\":%s}".formatted(effectiveTime, kilograms);
    }

    /** What the savepoint has seen; the last element repeats, which changes nothing. */
    private static final class FirstHalf {
        static final Arrival SEVERE = of("cuff-1", bp(NOON, 192, 124), NOON);

        static Arrival arrival(long index) {
            return switch ((int) Math.min(index, 3)) {
                case 0 -> SEVERE;
                case 1 -> of("scale-1", weight(NOON, "80.0"), NOON);
                case 2 -> of("oximeter-unassigned", spo2(NOON, "90"), NOON);
                default -> of("oximeter-without-plan", spo2(NOON, "89"), NOON);
            };
        }

        static AssignmentHistory assignment(long index) {
            return switch ((int) Math.min(index, 2)) {
                case 0 -> assigned("cuff-1", "p1");
                case 1 -> assigned("scale-1", "p4");
                default -> assigned("oximeter-without-plan", "p3");
            };
        }

        static PatientUpdate plan(long index) {
            return switch ((int) (index % 3)) {
                case 0 -> PatientUpdate.of(Given.plan("p1", "hypertension", 1, Instant.EPOCH));
                case 1 -> PatientUpdate.of(Given.plan("p4", "heart-failure", 1, Instant.EPOCH, EVERY_MORNING));
                default -> PatientUpdate.lost(TENANT, "p4", new Offline("scale-1", "hub-1", NOON));
            };
        }
    }

    private static final class SecondHalf {
        static Arrival arrival(long index) {
            return switch ((int) Math.min(index, 2)) {
                case 0 -> FirstHalf.SEVERE;
                case 1 -> of("cuff-1", bp(minute(2), 190, 122), minute(2));
                default -> of("scale-1", weight(minute(1440), "82.5"), minute(1440));
            };
        }

        static AssignmentHistory assignment(long index) {
            return assigned("oximeter-unassigned", "p2");
        }

        static PatientUpdate plan(long index) {
            String patient = index % 2 == 0 ? "p2" : "p3";
            return PatientUpdate.of(Given.plan(patient, "oximetry", 1, Instant.EPOCH));
        }
    }
}
