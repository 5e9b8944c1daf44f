package io.derwent.console.whose;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.AssignmentHistory.Correction;
import io.derwent.model.Reading;
import io.derwent.model.WhyNobodys;
import io.derwent.store.Assignments;
import io.derwent.store.Database;
import io.derwent.store.Patients;
import io.derwent.store.Readings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Readings that are nobody's, for staff who may know whose they are. Blocks on the database. */
public final class NobodysReadings {
    /** As far as numbers look back, and a page unless it is asked for more. */
    public static final Duration USUAL_SPAN = Duration.ofDays(30);

    private static final Duration CLOCKS_AHEAD = Duration.ofMinutes(10);
    private static final int MOST_COUNTED = 1000;

    private final Database database;
    private final Access access;
    private final Clock clock;

    public NobodysReadings(Database database, Access access, Clock clock) {
        this.database = database;
        this.access = access;
        this.clock = clock;
    }

    /**
     * Which ones.
     *
     * @param device of this device only
     * @param since  taken then or later
     * @param all    also tests, and those of which a person said whose they are; otherwise those that wait for that
     */
    public record Filter(Optional<String> device, Instant since, boolean all) {}

    /** Somebody who had the device when a reading was taken. */
    public record Holder(String patient, String name) {}

    /**
     * A reading that is nobody's.
     *
     * @param why     empty: it is about to be given to somebody
     * @param holders who had the device when it was taken, by name
     * @param said    the last word of a person on it
     */
    public record Found(Reading reading, Optional<WhyNobodys> why, List<Holder> holders, Optional<Correction> said) {
        public Found {
            holders = List.copyOf(holders);
        }

        /** Its place in the list, as addresses name it: {@code 2026-11-26T08:00:00Z/r1}. */
        public String place() {
            return reading.effectiveTime().toString() + '/' + reading.id();
        }
    }

    /**
     * A place in the list.
     *
     * @param text as {@link Found#place}
     * @throws Refusal INVALID if it is none
     */
    public static Readings.Place place(String text) {
        int slash = text.indexOf('/');
        try {
            return new Readings.Place(Instant.parse(text.substring(0, Math.max(slash, 0))), text.substring(slash + 1));
        } catch (DateTimeParseException e) {
            throw Refusal.invalid(
                    "after", "after is \"%s\", a time and the id of a reading are expected".formatted(text));
        }
    }

    /** Newest first; audited as {@code nobodys-readings.list} with everybody who is named. */
    public Listed<Found> list(Caller caller, Filter filter, Optional<Readings.Place> after, int most) {
        String tenant = caller.tenant();
        Readings.Place from =
                after.orElseGet(() -> new Readings.Place(clock.instant().plus(CLOCKS_AHEAD), ""));
        return access.listAtMost(
                most,
                caller,
                "nobodys-readings.list",
                found -> found.holders().stream()
                        .map(holder -> tenant + '/' + holder.patient())
                        .collect(Collectors.joining(" ")),
                (connection, reach, limit) -> explained(
                        connection,
                        tenant,
                        Readings.nobodys(
                                connection, tenant, filter.device(), filter.since(), from, filter.all(), limit)));
    }

    /** Of the newest readings that are nobody's, how many wait for a person; {@code device}: of this one only. */
    public Readings.Waiting waiting(Connection connection, String tenant, Optional<String> device) throws SQLException {
        return Readings.waiting(connection, tenant, device, clock.instant().minus(USUAL_SPAN), MOST_COUNTED);
    }

    /** The same of all devices of the caller's organisation. */
    public Readings.Waiting waiting(Caller caller) {
        String tenant = caller.tenant();
        return database.inTenant(tenant, connection -> waiting(connection, tenant, Optional.empty()));
    }

    private static List<Found> explained(Connection connection, String tenant, List<Readings.Nobodys> readings)
            throws SQLException {
        Map<String, Optional<AssignmentHistory>> devices = new HashMap<>();
        Set<String> patients = new TreeSet<>();
        for (Readings.Nobodys one : readings) {
            String device = one.reading().device();
            if (!devices.containsKey(device)) {
                devices.put(device, Assignments.history(connection, tenant, device));
            }
            patients.addAll(WhoseDesk.hadIt(
                    devices.getOrDefault(device, Optional.empty()),
                    one.reading().effectiveTime()));
        }
        Map<String, Patients.Patient> named = Patients.named(connection, tenant, patients);
        List<Found> found = new ArrayList<>();
        for (Readings.Nobodys one : readings) {
            Reading reading = one.reading();
            Optional<AssignmentHistory> history = devices.getOrDefault(reading.device(), Optional.empty());
            List<Holder> holders = WhoseDesk.hadIt(history, reading.effectiveTime()).stream()
                    .map(id -> new Holder(id, name(id, Optional.ofNullable(named.get(id)))))
                    .sorted(Comparator.comparing(Holder::name).thenComparing(Holder::patient))
                    .toList();
            found.add(new Found(reading, why(reading, history, one.said()), holders, one.said()));
        }
        return found;
    }

    /** By the tables' last word of a person, whatever its age: the history carries those of a few days. */
    private static Optional<WhyNobodys> why(
            Reading reading, Optional<AssignmentHistory> history, Optional<Correction> said) {
        AssignmentHistory known =
                history.orElseGet(() -> new AssignmentHistory(reading.tenant(), reading.device(), 0, List.of()));
        return new AssignmentHistory(
                        known.tenant(),
                        known.device(),
                        known.version(),
                        known.assignments(),
                        said.stream().toList())
                .whyNobodys(reading);
    }

    private static String name(String id, Optional<Patients.Patient> patient) {
        return patient.map(known -> known.givenName() + ' ' + known.familyName())
                .orElse(id);
    }
}
