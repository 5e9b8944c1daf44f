package io.derwent.console.access;

import io.derwent.store.Audit;
import io.derwent.store.CarePlans;
import io.derwent.store.Cases;
import io.derwent.store.Database;
import io.derwent.store.PatientCase;
import io.derwent.store.Patients;
import io.derwent.store.Patients.Patient;
import io.derwent.store.Reach;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The one place that decides whether a caller may see or change something about a patient, and that writes down that they
 * did, in the same transaction. Every read of a patient passes here; the row policies of the database are the second fence.
 *
 * <ul>
 *   <li>A patient sees their own record, and nobody else's.
 *   <li>Staff see the patients of their tenant that a team of theirs looks after, or no team, and those another tenant shares
 *       with it; they change only their own tenant's. Who says why they have to see another team's patient may for a while.
 *   <li>An administrator, and a program of the organisation's, sees all patients of the tenant.
 *   <li>Whoever may not see a patient is told that there is none.
 * </ul>
 *
 * Blocks on the database: worker threads only.
 */
public final class Access {
    private static final int MOST_REMEMBERED_LISTS = 1000;
    private static final String OWN_RECORD = "own record";
    private static final String OWN_TENANT = "own tenant";
    /** Who was on a list is written down again when they are shown on it after this. */
    private static final Duration SHOWN_AGAIN = Duration.ofHours(1);

    private final Database database;
    private final Relationships relationships;
    private final Clock clock;
    private final Map<String, Shown> auditedLists = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Shown> eldest) {
            return size() > MOST_REMEMBERED_LISTS;
        }
    };

    public Access(Database database, Clock clock) {
        this.database = database;
        this.relationships = new Relationships(clock);
        this.clock = clock;
    }

    /** Whom a list has shown to one person since then. */
    private record Shown(Instant since, Set<String> patients) {}

    /** What is done once the patient may be seen, in the same transaction; may run more than once. */
    public interface Look<T> {
        T at(Connection connection, Patient patient) throws SQLException;
    }

    /** What is done once the case may be seen, in the same transaction; may run more than once. */
    public interface CaseLook<T> {
        T at(Connection connection, PatientCase found) throws SQLException;
    }

    /**
     * Reads something of a patient.
     *
     * @param what audit code: {@code readings.read}
     * @throws Refusal NOT_FOUND if the caller may not see such a patient, FORBIDDEN if their role sees no patients
     */
    public <T> T read(Caller caller, String patient, String what, Look<T> look) {
        return admit(caller, patient, what, false, look);
    }

    /**
     * Changes something of a patient of the caller's own tenant.
     *
     * @throws Refusal NOT_FOUND if the caller may not see such a patient, FORBIDDEN if they may see but not change it
     */
    public <T> T change(Caller caller, String patient, String what, Look<T> work) {
        return admit(caller, patient, what, true, work);
    }

    /** Reads a case; refuses like {@link #read}. Staff only. */
    public <T> T readCase(Caller caller, String id, String what, CaseLook<T> look) {
        return admitToCase(caller, id, what, false, look);
    }

    /** Acts on a case of the caller's own tenant; refuses like {@link #change}. */
    public <T> T changeCase(Caller caller, String id, String what, CaseLook<T> work) {
        return admitToCase(caller, id, what, true, work);
    }

    /** What a list of patients or cases reads; row security picks the rows. */
    public interface Listing<T> {
        List<T> in(Connection connection) throws SQLException;
    }

    /**
     * Lists what the caller may see of many patients. Audited with the id of each patient when they are first shown, and again
     * after an hour: a page that refreshes itself each second does not write each second.
     *
     * @param patient tenant/id of the patient a row is about
     */
    public <T> List<T> list(Caller caller, String what, Function<T, String> patient, Listing<T> listing) {
        refuseUnlessStaff(caller);
        List<T> rows = database.inTenant(caller.tenant(), listing::in);
        auditList(caller, what, patient, rows);
        return rows;
    }

    /** What a list of patients or cases reads of whom the caller may see, at most {@code limit} rows. */
    public interface LimitedListing<T> {
        List<T> in(Connection connection, Reach reach, int limit) throws SQLException;
    }

    /** Like {@link #list}, but not more than {@code most} rows, and says whether there are more. */
    public <T> Listed<T> listAtMost(
            int most, Caller caller, String what, Function<T, String> patient, LimitedListing<T> listing) {
        refuseUnlessStaff(caller);
        Listed<T> listed = database.inTenant(
                caller.tenant(),
                connection ->
                        Listed.of(listing.in(connection, relationships.reach(connection, caller), most + 1), most));
        auditList(caller, what, patient, listed.rows());
        return listed;
    }

    /** What a question about many patients chooses them by; row security picks the rows. */
    public interface Choosing {
        List<CarePlans.Key> in(Connection connection) throws SQLException;
    }

    /**
     * Chooses patients for one question about all of them, and writes down that it was asked, with their number and ids.
     *
     * @param detail what else to write down
     */
    public List<CarePlans.Key> choose(Caller caller, String what, Map<String, String> detail, Choosing choosing) {
        refuseUnlessStaff(caller);
        List<CarePlans.Key> chosen = database.inTenant(
                caller.tenant(), connection -> relationships.within(connection, caller, choosing.in(connection)));
        Map<String, String> all = new LinkedHashMap<>(detail);
        all.put("number", Integer.toString(chosen.size()));
        all.put(
                "patients",
                chosen.stream().map(key -> key.tenant() + '/' + key.patient()).collect(Collectors.joining(" ")));
        write(entry(caller, Optional.empty(), what, OWN_TENANT, all));
        return chosen;
    }

    /** Looks at one of those that were {@link #choose chosen}; empty if the caller may not see them any more. */
    public <T> Optional<T> lookAtChosen(Caller caller, CarePlans.Key key, Look<T> look) {
        return database.inTenant(caller.tenant(), connection -> {
            Optional<Patient> found = Patients.find(connection, key.tenant(), key.patient());
            return found.isEmpty() ? Optional.empty() : Optional.of(look.at(connection, found.get()));
        });
    }

    /** Whom the caller may see of their own tenant's patients, now. */
    public Reach reach(Caller caller) {
        refuseUnlessStaff(caller);
        return database.inTenant(caller.tenant(), connection -> relationships.reach(connection, caller));
    }

    /**
     * Writes down whom a list shows that was read otherwise, each patient as {@link #list} does.
     *
     * @param patients tenant/id of each
     */
    public void noteShown(Caller caller, String what, Collection<String> patients) {
        refuseUnlessStaff(caller);
        SortedSet<String> news = news(caller.who() + ' ' + caller.tenant() + ' ' + what, patients);
        if (!news.isEmpty()) {
            write(entry(caller, Optional.empty(), what, OWN_TENANT, Map.of("patients", String.join(" ", news))));
        }
    }

    private <T> void auditList(Caller caller, String what, Function<T, String> patient, List<T> rows) {
        noteShown(caller, what, rows.stream().map(patient).toList());
    }

    /** Writes down an act that concerns no single patient. */
    public void note(Caller caller, String what, Map<String, String> detail) {
        write(entry(caller, Optional.empty(), what, "", detail));
    }

    /** Writes down an act within the transaction that does it; {@code id} makes a second run of it the same entry. */
    public void note(Connection connection, Caller caller, String id, String what, Map<String, String> detail)
            throws SQLException {
        Audit.append(connection, within(caller, id, Optional.empty(), what, "", detail));
    }

    /** The same about a patient of the caller's own tenant, in whose trail it then stands. */
    public void noteOf(
            Connection connection, Caller caller, String id, String patient, String what, Map<String, String> detail)
            throws SQLException {
        Audit.append(connection, within(caller, id, Optional.of(patient), what, OWN_TENANT, detail));
    }

    private <T> T admit(Caller caller, String id, String what, boolean change, Look<T> look) {
        if (!(caller.role().isStaff() || caller.isPatient()) || (change && caller.isPatient())) {
            throw refused(
                    caller,
                    id,
                    what,
                    Refusal.forbidden(
                            "role %s may not do this".formatted(caller.role().code())));
        }
        if (caller.isPatient() && !caller.patient().equals(Optional.of(id))) {
            throw refused(caller, id, what, noSuchPatient(id));
        }
        Audit.Entry template = entry(caller, Optional.empty(), what, "", Map.of());
        Optional<Answer<T>> answer = database.inTenant(caller.tenant(), connection -> {
            Optional<Patient> found = Patients.visible(connection, id).stream().findFirst();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Patient patient = found.get();
            boolean own = patient.tenant().equals(caller.tenant());
            if (!own && caller.isPatient()) {
                return Optional.empty();
            }
            if (!own && change) {
                return Optional.of(Answer.no(Refusal.forbidden(
                        "patient %s is looked after by %s, who shares them with you to see, not to change"
                                .formatted(id, patient.tenant()))));
            }
            if (own && !caller.isPatient() && !relationships.reaches(connection, caller, patient)) {
                return Optional.of(Answer.no(Refusal.outOfReach(id)));
            }
            Audit.append(connection, about(template, caller, patient.tenant(), patient.id()));
            return Optional.of(Answer.of(look.at(connection, patient)));
        });
        return answer.orElseThrow(() -> refused(caller, id, what, noSuchPatient(id)))
                .orElseThrow(refusal -> refused(caller, id, what, refusal));
    }

    private <T> T admitToCase(Caller caller, String id, String what, boolean change, CaseLook<T> look) {
        refuseUnlessStaff(caller);
        Audit.Entry template = entry(caller, Optional.empty(), what, "", Map.of("case", id));
        Optional<Answer<T>> answer = database.inTenant(caller.tenant(), connection -> {
            Optional<PatientCase> found = Cases.find(connection, id);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            PatientCase known = found.get();
            boolean own = known.tenant().equals(caller.tenant());
            if (!own && change) {
                return Optional.of(Answer.no(
                        Refusal.forbidden("case %s belongs to %s, who shares the patient with you to see, not to act on"
                                .formatted(id, known.tenant()))));
            }
            if (own
                    && !relationships
                            .reach(connection, caller)
                            .includes(known.patient(), known.care().team())) {
                return Optional.of(Answer.no(Refusal.outOfReach(known.patient())));
            }
            Audit.append(connection, about(template, caller, known.tenant(), known.patient()));
            return Optional.of(Answer.of(look.at(connection, known)));
        });
        return answer.orElseThrow(() -> refused(caller, id, what, Refusal.notFound("there is no case " + id)))
                .orElseThrow(refusal -> refused(caller, id, what, refusal));
    }

    /** What a transaction found out: a value, or why there is none. */
    private record Answer<T>(Optional<T> value, Optional<Refusal> refusal) {
        static <T> Answer<T> of(T value) {
            return new Answer<>(Optional.of(value), Optional.empty());
        }

        static <T> Answer<T> no(Refusal refusal) {
            return new Answer<>(Optional.empty(), Optional.of(refusal));
        }

        /** {@code toldOf} writes down that it was refused, once the transaction has ended. */
        T orElseThrow(UnaryOperator<Refusal> toldOf) {
            return value.orElseThrow(() -> toldOf.apply(refusal.orElseThrow()));
        }
    }

    private static void refuseUnlessStaff(Caller caller) {
        if (!caller.role().isStaff()) {
            throw Refusal.forbidden("role %s may not do this; a nurse, a lead or an administrator may"
                    .formatted(caller.role().code()));
        }
    }

    private static Refusal noSuchPatient(String id) {
        return Refusal.notFound("there is no patient " + id);
    }

    private Refusal refused(Caller caller, String subject, String what, Refusal refusal) {
        write(entry(caller, Optional.empty(), what + ".refused", "", Map.of("subject", subject)));
        return refusal;
    }

    private synchronized SortedSet<String> news(String list, Collection<String> patients) {
        Instant now = clock.instant();
        Shown shown = auditedLists.get(list);
        if (shown == null || !now.isBefore(shown.since().plus(SHOWN_AGAIN))) {
            shown = new Shown(now, new HashSet<>());
            auditedLists.put(list, shown);
        }
        SortedSet<String> news = new TreeSet<>(patients);
        news.removeAll(shown.patients());
        shown.patients().addAll(news);
        return news;
    }

    private void write(Audit.Entry entry) {
        database.inTenant(entry.tenant(), connection -> {
            Audit.append(connection, entry);
            return true;
        });
    }

    private static Audit.Entry about(Audit.Entry template, Caller caller, String tenant, String patient) {
        String why =
                caller.isPatient() ? OWN_RECORD : tenant.equals(caller.tenant()) ? OWN_TENANT : "shared by " + tenant;
        return new Audit.Entry(
                template.tenant(),
                template.id(),
                template.at(),
                template.who(),
                template.role(),
                tenant,
                patient,
                template.what(),
                why,
                template.detail());
    }

    private Audit.Entry entry(
            Caller caller, Optional<String> patient, String what, String why, Map<String, String> detail) {
        return within(caller, UUID.randomUUID().toString(), patient, what, why, detail);
    }

    private Audit.Entry within(
            Caller caller, String id, Optional<String> patient, String what, String why, Map<String, String> detail) {
        return new Audit.Entry(
                tenantOf(caller),
                id,
                clock.instant(),
                caller.who(),
                caller.role().code(),
                patient.isPresent() ? tenantOf(caller) : null,
                patient.orElse(null),
                what,
                why,
                detail);
    }

    private static String tenantOf(Caller caller) {
        return caller.acting().orElse(caller.home());
    }
}
