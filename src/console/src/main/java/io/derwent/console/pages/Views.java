package io.derwent.console.pages;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What templates show: texts that are ready to be read, nothing to be computed. */
public final class Views {
    private Views() {}

    /** A severity: its code, for the style, and its word. */
    public record SeverityView(String code, String word) {}

    /** A notice after an act, or none where the text is empty. */
    public record Notice(String text) {
        public boolean isPresent() {
            return !text.isEmpty();
        }
    }

    /**
     * One line of the nurse's list.
     *
     * @param trend where the patient is going; empty where nothing is to be said
     * @param where who looks after the patient and where they live; empty if neither is known
     * @param asked that the lead was asked; empty if not
     * @param mayTake whether who looks at the list may take it
     */
    public record CaseRow(
            String id,
            String href,
            SeverityView severity,
            String patient,
            String organisation,
            String where,
            List<String> reasons,
            String when,
            String trend,
            String waiting,
            String state,
            String asked,
            boolean unseen,
            boolean mayTake) {}

    /**
     * The nurse's list.
     *
     * @param tabs    by who deals with them, each with how many there are
     * @param none    why there are no rows; empty if there are
     * @param nobodys leads to readings that wait for somebody to say whose they are, if there are any
     * @param back    to the cases before these; empty on the first page
     * @param next    to those after them; empty on the last
     */
    public record CaseList(
            List<Tab> tabs,
            List<CaseRow> rows,
            String summary,
            String none,
            String asOf,
            List<Link> nobodys,
            String back,
            String next) {}

    /** What the list can be narrowed to; a list of choices is empty where there is nothing to choose. */
    public record CaseFilters(
            String tenant, String show, List<Choice> teams, List<Choice> pathways, List<Choice> places) {
        public boolean isEmpty() {
            return teams.isEmpty() && pathways.isEmpty() && places.isEmpty();
        }

        /** Whether the list is narrowed by any of them. */
        public boolean isChosen() {
            return Stream.of(teams, pathways, places)
                    .flatMap(List::stream)
                    .anyMatch(choice -> choice.chosen() && !choice.value().isEmpty());
        }
    }

    /** A way to see another part of a list. */
    public record Tab(String href, String text, boolean current) {}

    /** The page of the list, with what was just done; {@code here} leads back to it as it is. */
    public record CasesPage(
            CaseList list, CaseFilters filters, String href, String here, FormError error, Notice notice) {}

    /**
     * What can be done about a case by whoever looks at it.
     *
     * @param mine       whether they deal with it
     * @param heldBy     who else does; empty: nobody
     * @param mayGive    whether they may give it back or to somebody
     * @param phone      of the patient; empty if it is not known
     * @param tel        the same for a link
     * @param colleagues whom it can be given to
     * @param results    of a call
     * @param outcomes   of the case
     * @param typed      what was typed into the form that was wrong, by field
     */
    public record CaseWork(
            boolean mine,
            String heldBy,
            boolean mayGive,
            String phone,
            String tel,
            String contact,
            List<String> needs,
            List<Choice> colleagues,
            List<Choice> results,
            List<Choice> outcomes,
            Map<String, String> typed) {
        public String typed(String field) {
            return typed.getOrDefault(field, "");
        }
    }

    /** One measurement of a table. */
    public record ReadingRow(
            String iso,
            String day,
            String time,
            String value,
            String rest,
            String arrived,
            String missing,
            List<String> marks,
            List<SeverityView> flags,
            List<WhoseForm> whose) {
        /** Whether there is nothing to note. */
        public boolean isPlain(boolean withFlags) {
            return arrived.isEmpty() && missing.isEmpty() && marks.isEmpty() && (!withFlags || flags.isEmpty());
        }
    }

    /**
     * Asks whose a reading on trust is.
     *
     * @param action  address that takes the answer
     * @param id      of the reading, for the page's own names
     * @param patient on whose page it stands: the id is a "yes"
     * @param others  of those who had the device then
     * @param doubted whether the value is so unusual that somebody should say it
     */
    public record WhoseForm(
            String action, String id, String device, String patient, List<Choice> others, boolean doubted) {}

    /**
     * A reading that is nobody's.
     *
     * @param names   what it says itself of whose it is; empty if nothing
     * @param holders who had the device then; empty if nobody
     * @param action  address that takes who it is; empty where nobody can say it
     * @param said    when somebody last said it, for the form
     * @param choices who it may be
     */
    public record NobodysRow(
            String id,
            String iso,
            String taken,
            String received,
            String kind,
            String value,
            String rest,
            List<String> marks,
            String device,
            String deviceHref,
            String why,
            String names,
            String holders,
            String action,
            String said,
            List<Choice> choices,
            FormError error) {}

    /**
     * Readings that are nobody's.
     *
     * @param nothing    why there are no rows; empty if there are
     * @param newestHref to the newest, from older ones; empty on the first page
     * @param nextHref   to older ones; empty on the last
     */
    public record NobodysPage(
            String asOf,
            String tenant,
            String device,
            List<Choice> days,
            boolean all,
            List<NobodysRow> rows,
            String nothing,
            String newestHref,
            String nextHref,
            FormError error,
            Notice notice) {}

    /** A way to another page. */
    public record Link(String href, String text) {}

    /** Readings of one kind: a chart of all, a table of the newest, and one of older ones behind a click. */
    public record ReadingSection(
            String id,
            String title,
            String chartJson,
            String chartSummary,
            List<ReadingRow> rows,
            List<ReadingRow> older,
            String limitedTo) {
        public boolean hasChart() {
            return !chartJson.isEmpty();
        }
    }

    /** A line of a list of facts. */
    public record Fact(String name, String value) {}

    /** A NEWS2 part with its points; {@code points} says that it is missing where it is. */
    public record Part(String name, String points, boolean missing) {}

    /** Why one alert came; {@code whyHref} leads to all that was judged in that hour. */
    public record AlertView(
            String id,
            String whyHref,
            SeverityView severity,
            String title,
            String explained,
            List<String> limits,
            List<String> questions,
            String rule,
            String source,
            String when,
            boolean late,
            String state,
            List<ReadingRow> readings,
            List<Part> parts,
            String total,
            String response,
            String unsuited,
            List<Fact> path) {}

    /** One thing that happened; {@code whyHref} leads to why, empty where there is no such page. */
    public record Happening(
            String when, String iso, String text, String detail, List<SeverityView> severity, String whyHref) {}

    /** A choice of a form. */
    public record Choice(String value, String text, boolean chosen) {}

    /**
     * What somebody was told, in words.
     *
     * @param trouble that nobody could be told, and a person has to ring
     */
    public record Told(String text, boolean trouble) {}

    /** A channel on the page of settings. */
    public record ChannelChoice(String code, String text, String hint, boolean offered, boolean chosen) {}

    /**
     * How somebody wants to be told.
     *
     * @param browserState how many browsers show notifications, in words; empty: notifications are not offered here
     * @param publicKey    what a browser subscribes with
     * @param worker       address of the service worker
     * @param tested       what became of the newest test; empty: there was none
     */
    public record SettingsPage(
            List<ChannelChoice> channels,
            String email,
            String phone,
            String quietFrom,
            String quietTo,
            String browserState,
            String publicKey,
            String worker,
            String tested,
            FormError error,
            Notice notice) {}

    /** What was wrong with a form; empty texts where nothing was. */
    public record FormError(String field, String text) {
        public static final FormError NONE = new FormError("", "");

        public boolean isPresent() {
            return !text.isEmpty();
        }
    }

    /**
     * A case with everything a nurse decides by.
     *
     * @param place         where the stream of cases goes on from, so that no change is lost between the page and the stream
     * @param readingsCut   that there are older readings than those shown; empty if not
     * @param updatedMillis when the case last changed, for the script that says when it changes again
     */
    public record CasePage(
            String id,
            String href,
            String listHref,
            String asOf,
            long updatedMillis,
            String place,
            String patient,
            String patientHref,
            SeverityView severity,
            String state,
            boolean resolved,
            boolean mayAct,
            CaseWork work,
            String sharedBy,
            List<Fact> facts,
            List<AlertView> alerts,
            List<ReadingSection> readings,
            String readingsCut,
            List<Happening> history,
            FormError error,
            Notice notice,
            List<Told> told) {}

    /**
     * Something somebody saw or did.
     *
     * @param organisation of whoever did it; empty where it is the one that looks
     */
    public record AuditRow(
            String when,
            String iso,
            String who,
            String role,
            String organisation,
            String act,
            String patient,
            String why,
            String detail) {}

    /** Who did what; {@code next} leads to older entries, empty on the last page. */
    public record AuditPage(
            String tenant,
            String who,
            String patient,
            String from,
            String to,
            List<AuditRow> rows,
            String next,
            String csvHref) {}

    /** Who looked at one's own record. */
    public record LookedPage(List<AuditRow> rows) {}

    /** Asks why somebody has to see a patient of another team. */
    public record GlassPage(String action, String team, String reason, FormError error) {}

    /** Somebody looked at a patient of another team. */
    public record LookRow(String when, String iso, String who, String patient, String href, String reason) {}

    /** Who looked at patients of other teams. */
    public record LooksPage(List<LookRow> rows) {}

    /** A rule of a plan; {@code own} are the patient's own limits, with who decided them and why. */
    public record PlanRule(SeverityView severity, String title, List<String> limits, List<String> own) {}

    /** Tries another limit, or saves it. */
    public record LimitForm(
            String action,
            List<Choice> limits,
            String value,
            String owner,
            String reason,
            String reviewOn,
            List<Choice> days,
            FormError error) {
        public boolean hasError(String field) {
            return error.field().equals(field);
        }
    }

    /** An alert that would be lost, and what came of its case. */
    public record LostRow(String alert, String outcome, boolean real) {}

    /** Alerts of one day, as the plan is and with the change. */
    public record RehearsedDay(String day, int before, int after) {}

    /** What a change would have done; {@code days} are those with any alert. */
    public record RehearsalView(
            List<String> sentences, List<LostRow> lost, List<String> added, List<RehearsedDay> days) {}

    /** A patient's care plan; {@code rehearsal} has at most one element. */
    public record PlanPage(
            String name,
            String patientHref,
            String plan,
            String pathwayHref,
            List<PlanRule> rules,
            boolean mayChange,
            LimitForm form,
            List<RehearsalView> rehearsal,
            Notice notice) {}

    /** A pathway in the list. */
    public record PathwayRow(String href, String title, String code, int version, String whose, int rules) {}

    /** The pathways an organisation can choose from. */
    public record PathwaysPage(List<PathwayRow> rows) {}

    /** A rule of a pathway, for who checks it against its source. */
    public record PathwayRule(
            String id,
            int version,
            SeverityView severity,
            String title,
            List<String> limits,
            String confirm,
            String source,
            String verified,
            boolean optional) {}

    /** What a pathway knows of and does not compute. */
    public record PathwayItem(String id, String as, String text, String reason, String source, String verified) {}

    /** A pathway in words; {@code rehearseHref} is empty for who may not change it. */
    public record PathwayPage(
            String title,
            String backHref,
            String facts,
            List<PathwayRule> rules,
            List<String> toldNext,
            List<PathwayItem> listed,
            String rehearseHref,
            String fileHref,
            Notice notice) {}

    /** Asks what a change of a pathway would do to everybody on it. */
    public record CaseloadForm(
            String title,
            String backHref,
            String action,
            List<Choice> limits,
            String value,
            String document,
            List<Choice> days,
            boolean shared,
            FormError error) {
        public boolean hasError(String field) {
            return error.field().equals(field);
        }
    }

    /** A number under the plans as they are, and with the change. */
    public record CountRow(String name, String before, String after) {}

    /** An alert that differs, of whom, and what came of its case. */
    public record DifferingRow(String patient, String href, String alert, String outcome, boolean real) {}

    /** Alerts that differ; {@code more} says that not all are listed, empty if all are. */
    public record DifferingList(List<DifferingRow> rows, String more) {}

    /** A week of the picture: heights of its bars, in the units of the picture. */
    public record WeekBars(int x, int before, int after, String label) {}

    /** Alerts by week; {@code summary} tells it to who cannot see it. */
    public record WeeksPicture(List<WeekBars> weeks, int width, String most, String summary) {}

    /** Whose number of alerts changes, or who was left out. */
    public record PatientFact(String patient, String href, String text) {}

    /** What came of it. */
    public record CaseloadResult(
            CountRow perPatientDay,
            CountRow alerts,
            List<String> sentences,
            DifferingList real,
            WeeksPicture weeks,
            List<CountRow> byRule,
            List<CountRow> bySeverity,
            DifferingList lost,
            DifferingList gained,
            List<PatientFact> mostChanged,
            List<PatientFact> leftOut,
            String saveText) {}

    /** A rehearsal of a caseload; {@code result} has at most one element, none until it is done. */
    public record CaseloadPage(
            String title,
            String formHref,
            String asked,
            boolean going,
            String state,
            int patients,
            int looked,
            String action,
            List<CaseloadResult> result) {}

    /** A line of the list of patients. */
    public record PatientRow(String href, String name, String nhsNumber, String born, String organisation) {}

    /** Patients; {@code cut} says that there are more, which are at {@code nextHref}. */
    public record PatientsPage(List<PatientRow> rows, String cut, String nextHref, String nobodysHref) {}

    /**
     * A patient, for staff; each text of a cut says that there are older ones.
     *
     * @param nobodys to readings that are nobody's, of devices the patient has
     */
    public record PatientPage(
            String name,
            String listHref,
            String planHref,
            String asOf,
            List<Fact> facts,
            List<Link> nobodys,
            List<CaseRow> cases,
            String casesCut,
            List<ReadingSection> readings,
            String readingsCut,
            List<Happening> timeline,
            String timelineCut,
            WhyForm why,
            List<Told> told) {}

    /** Asks about an hour; {@code day} and {@code time} as the browser's inputs write them. */
    public record WhyForm(String action, String tenant, String day, String time, FormError error) {
        public boolean hasError(String field) {
            return error.field().equals(field);
        }
    }

    /** What a rule made of one reading. */
    public record WhyReading(
            String iso,
            String day,
            String time,
            String value,
            String arrived,
            String verdict,
            String said,
            List<String> marks) {}

    /**
     * What one rule says of an hour.
     *
     * @param now   empty where it is the same as {@code then}
     * @param quiet that there were more readings, with nothing to tell; empty if not
     */
    public record WhyRule(
            String id,
            SeverityView severity,
            String title,
            String then,
            String now,
            String alert,
            List<String> limits,
            List<WhyReading> readings,
            String quiet,
            String rule,
            String source,
            List<Happening> steps,
            String difference) {}

    /**
     * Why there was an alert in an hour, or none.
     *
     * @param silent  names of rules that saw nothing they could judge, with the one reason for all of them
     * @param cut     that older readings were left out; empty if none was
     */
    public record WhyPage(
            String name,
            String patientHref,
            String span,
            String asOf,
            String plan,
            String beforeHref,
            String afterHref,
            List<WhyRule> rules,
            List<Fact> silent,
            String cut,
            WhyForm form) {}

    /** Something a patient is asked to do. */
    public record PromptView(String title, String why, List<String> questions, String asked) {}

    /** A patient's own page. */
    public record OwnPage(
            String name,
            List<PromptView> prompts,
            String state,
            String seen,
            String asOf,
            List<ReadingSection> readings,
            String readingsCut) {}

    /** A message nobody could read. */
    public record LetterRow(
            String id,
            String when,
            String iso,
            String device,
            String reason,
            String refusedBy,
            String payload,
            String replayed) {}

    /** Dead letters of one organisation; {@code organisations} to choose from where none is chosen yet. */
    public record LettersPage(
            String organisation, List<LetterRow> letters, String cut, List<Shell.Link> organisations, Notice notice) {}

    /**
     * Where a thing is, or was last seen.
     *
     * @param code    of the state, for the style
     * @param word    the state in a word
     * @param place   name of the place; empty where it was never seen
     * @param path    what the place lies in; empty for a site
     * @param current whether it is there, not only was
     * @param age     of the last read
     * @param sure    the confidence in words and number
     * @param mark    changes when a thing moves or its state does, not each time it is read
     * @param reader  which reader saw it last
     */
    public record WhereView(
            String code,
            String word,
            String place,
            String path,
            boolean current,
            String age,
            String when,
            String iso,
            String sure,
            String mark,
            String reader) {}

    /** A line of the list of equipment; {@code owner} is empty where it is who looks. */
    public record ThingRow(String id, String href, String name, String kind, String owner, WhereView where) {}

    /**
     * A list of equipment.
     *
     * @param silent   that readers are silent, which are at {@code readersHref}; empty where none is
     * @param empty    why it is empty, sentence by sentence
     * @param whole    whether it is all there is, so that what is not on it is new
     * @param nextHref where it goes on; empty where it does not
     */
    public record ThingList(
            List<ThingRow> rows,
            String summary,
            String asOf,
            String silent,
            String readersHref,
            List<String> empty,
            boolean whole,
            String cut,
            String nextHref) {}

    /** What is looked for; {@code narrowed}: not everything is searched. */
    public record SearchForm(
            String query, List<Choice> types, List<Choice> places, boolean narrowed, String tenant, String reader) {}

    /** The page of the search. */
    public record EquipmentPage(ThingList list, SearchForm form, String href, String allHref) {}

    /** A key of a thing in each of its spellings. */
    public record KeyView(String title, List<Fact> spellings) {}

    /** A move of a thing. */
    public record MoveRow(String when, String iso, String what, String from, String to, String evidence) {}

    /** One thing, as it is now; each sentence of {@code why} says what the place rests on. */
    public record ThingNow(
            String id,
            String asOf,
            WhereView where,
            List<String> why,
            List<Fact> facts,
            List<MoveRow> moves,
            String movesCut) {}

    /** The page of one thing. */
    public record ThingPage(String name, String kind, String listHref, String href, ThingNow now, List<KeyView> keys) {}

    /** A reader; {@code things} is how many it saw last, which are at {@code thingsHref}. */
    public record ReaderRow(
            String device,
            String code,
            String word,
            String place,
            List<String> watches,
            String heard,
            String when,
            String iso,
            String note,
            String mark,
            int things,
            String thingsHref) {}

    /** Readers, silent ones first. */
    public record ReaderList(List<ReaderRow> rows, String summary, String asOf, String cut) {}

    /** The page of the readers. */
    public record ReadersPage(ReaderList list, String href) {}

    /** A tag on nothing we know. */
    public record StrayRow(
            String epc,
            String key,
            String note,
            String first,
            String firstIso,
            String last,
            String lastIso,
            String place,
            String reader) {}

    /** Tags on nothing we know, last seen first. */
    public record StrayList(List<StrayRow> rows, String summary, String asOf, String cut) {}

    /** The page of unknown tags. */
    public record StraysPage(StrayList list, String href) {}

    /** The login form. */
    public record LoginPage(String token, String next, String user, FormError error) {}
}
