package io.derwent.streamjobs.vitals;

import static io.derwent.streamjobs.vitals.Given.NOON;
import static io.derwent.streamjobs.vitals.Given.arrival;
import static io.derwent.streamjobs.vitals.Given.history;
import static io.derwent.streamjobs.vitals.Given.minute;
import static io.derwent.streamjobs.vitals.Given.plan;
import static io.derwent.streamjobs.vitals.Given.since;
import static io.derwent.streamjobs.vitals.Given.spo2;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.Reading;
import io.derwent.streamjobs.Arrival;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job as a whole, from lists to lists, on RocksDB and two subtasks. */
@NullUnmarked // JUnit sets the directory
class VitalsJobTest {
    @TempDir
    private Path directory;

    private final List<AssignmentHistory> histories = List.of(history(1, since("p1", Instant.EPOCH)));
    private final List<PatientUpdate> plans = List.of(PatientUpdate.of(plan("p1", "oximetry", 1, Instant.EPOCH)));

    /** Readings as they stand in the table at the end: the highest revision of each id. */
    private static Map<String, String> table(LocalJob job) {
        return job.rows.soFar().stream()
                .map(StoreWrite::reading)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(Reading::revision))
                .collect(Collectors.toMap(
                        Reading::id,
                        reading -> reading.patient() + " " + reading.effectiveTime(),
                        (older, newer) -> newer));
    }

    private static List<Arrival> morning() {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            arrivals.add(arrival(spo2(minute(i), i == 7 ? "90" : "97"), minute(i)));
        }
        return arrivals;
    }

    @Test
    void readingsBecomeRowsAndAlerts() throws Exception {
        LocalJob job = new LocalJob(directory).over(morning(), histories, plans);

        job.environment.execute();

        assertThat(table(job))
                .hasSize(20)
                .allSatisfy((id, row) -> assertThat(row).startsWith("p1 "));
        assertThat(job.alerts.soFar()).extracting(AlertEvent::rule).containsOnly("OX-03");
        assertThat(job.deadLetters.soFar()).isEmpty();
    }

    @Test
    void duplicatesInAnyOrderEndInTheSameTable() throws Exception {
        List<Arrival> shuffled = new ArrayList<>(morning());
        shuffled.addAll(morning());
        Collections.shuffle(shuffled, new Random(7));
        LocalJob once = new LocalJob(directory).over(morning(), histories, plans);
        LocalJob twice = new LocalJob(directory).over(shuffled, histories, plans);

        once.environment.execute();
        twice.environment.execute();

        assertThat(table(twice)).isEqualTo(table(once));
        assertThat(twice.alerts.soFar()).extracting(AlertEvent::id).doesNotHaveDuplicates();
    }

    @Test
    void whatCannotBeReadDoesNotStopTheRest() throws Exception {
        List<Arrival> arrivals = new ArrayList<>(morning());
        arrivals.add(3, arrival("not JSON", NOON));
        LocalJob job = new LocalJob(directory).over(arrivals, histories, plans);

        job.environment.execute();

        assertThat(table(job)).hasSize(20);
        assertThat(job.deadLetters.soFar()).hasSize(1);
    }
}
