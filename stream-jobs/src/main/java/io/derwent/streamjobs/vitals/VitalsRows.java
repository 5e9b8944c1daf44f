package io.derwent.streamjobs.vitals;

import io.derwent.model.AssignmentHistory;
import io.derwent.model.Mark;
import io.derwent.model.Reading;
import io.derwent.model.Score;
import io.derwent.store.ReadingSources;
import io.derwent.store.Readings;
import io.derwent.store.Reattribution;
import io.derwent.store.Scores;
import io.derwent.streamjobs.StoreSink;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Readings with their sources, scores, and what follows from a device's history. */
final class VitalsRows implements StoreSink.Rows<StoreWrite> {
    private static final long serialVersionUID = 1L;

    private static final Set<Mark> NOT_THE_DEVICES_TIME =
            Set.of(Mark.NO_DEVICE_TIME, Mark.DEVICE_CLOCK_AHEAD, Mark.DEVICE_CLOCK_CORRECTED);

    private final Clock clock;

    VitalsRows(Clock clock) {
        this.clock = clock;
    }

    /** Runs of rows between re-attributions, so that a device's rows and its history keep their order. */
    @Override
    public void write(Connection connection, List<StoreWrite> batch) throws SQLException {
        List<StoreWrite> run = new ArrayList<>();
        for (StoreWrite row : batch) {
            AssignmentHistory history = row.reattribution();
            if (history == null) {
                run.add(row);
            } else {
                writeRun(connection, run);
                run.clear();
                Reattribution.apply(connection, history, clock.instant());
            }
        }
        writeRun(connection, run);
    }

    private static void writeRun(Connection connection, List<StoreWrite> run) throws SQLException {
        List<Reading> readings = new ArrayList<>();
        List<ReadingSources.Source> sources = new ArrayList<>();
        List<Score> scores = new ArrayList<>();
        for (StoreWrite row : run) {
            Reading reading = row.reading();
            if (reading != null) {
                readings.add(reading);
            }
            StoreWrite.Source source = row.source();
            if (reading != null && source != null) {
                sources.add(new ReadingSources.Source(
                        reading.tenant(),
                        reading.id(),
                        source.topic(),
                        source.contentType(),
                        source.receivedAt(),
                        source.payload()));
            }
            Score score = row.score();
            if (score != null) {
                scores.add(score);
            }
        }
        Readings.write(connection, atTheirFirstTime(connection, readings));
        ReadingSources.write(connection, sources);
        Scores.write(connection, scores);
    }

    /**
     * A reading whose time is not the device's may have been accepted before, at another time, longer ago than the job
     * remembers: the time it has in the table stays.
     */
    private static List<Reading> atTheirFirstTime(Connection connection, List<Reading> readings) throws SQLException {
        Map<String, List<String>> doubtful = new HashMap<>();
        for (Reading reading : readings) {
            if (!Collections.disjoint(reading.marks(), NOT_THE_DEVICES_TIME)) {
                doubtful.computeIfAbsent(reading.tenant(), tenant -> new ArrayList<>())
                        .add(reading.id());
            }
        }
        if (doubtful.isEmpty()) {
            return readings;
        }
        Map<String, Instant> known = new HashMap<>();
        for (Map.Entry<String, List<String>> tenant : doubtful.entrySet()) {
            known.putAll(Readings.otherTimes(connection, tenant.getKey(), tenant.getValue()));
        }
        return readings.stream()
                .map(reading -> {
                    @Nullable Instant first = known.get(reading.id());
                    return first == null || first.equals(reading.effectiveTime()) ? reading : reading.takenAt(first);
                })
                .toList();
    }
}
