package io.derwent.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.clinical.Why;
import io.derwent.console.access.Role;
import io.derwent.console.cases.CallResult;
import io.derwent.console.cases.CaseFilter;
import io.derwent.console.cases.Outcome;
import io.derwent.console.equipment.Located;
import io.derwent.console.outage.AlertingPath;
import io.derwent.console.people.Need;
import io.derwent.console.push.Channel;
import io.derwent.console.replay.Caseload;
import io.derwent.console.replay.CaseloadRun;
import io.derwent.model.AlertEvent;
import io.derwent.model.AssetMove;
import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Pathway;
import io.derwent.model.Rule;
import io.derwent.model.Severity;
import io.derwent.model.WhyNobodys;
import io.derwent.store.Alerts;
import io.derwent.store.Deliveries;
import io.derwent.wire.ShippedPathways;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
    /** What the audit writes down, but for what concerns equipment. */
    private static final List<String> ACTS = List.of(
            "login",
            "patient.read",
            "readings.read",
            "averages.read",
            "scores.read",
            "alerts.read",
            "prompts.read",
            "why.read",
            "care-plans.read",
            "care-plan.change",
            "care-plan.rehearse",
            "patient.create",
            "patient.care",
            "patient.break-glass",
            "patients.list",
            "cases.list",
            "cases.stream",
            "case.read",
            "case.acknowledged",
            "case.released",
            "case.assigned",
            "case.escalated",
            "case.noted",
            "case.called",
            "case.snoozed",
            "case.resolved",
            "assignments.read",
            "assignment.change",
            "nobodys-readings.list",
            "reading.whose",
            "own.read",
            "own.who-looked",
            "account.create",
            "token.create",
            "share.declare",
            "share.end",
            "team.put",
            "pathway.change",
            "pathway.rehearse",
            "dead-letters.list",
            "dead-letter.replay",
            "retention.drop",
            "audit.read");

    private static final Pattern USED = Pattern.compile(
            "(?:shell\\.text|texts\\.of|texts\\(\\)\\.of|link)\\(\\s*(?:\"/[^\"]*\", )?\"([a-z][a-z0-9.-]*[a-z0-9])\"");
    private static final Pattern CHOSEN = Pattern.compile(
            "\"((?!case.done\"|[a-z]+.read\")(?:patient|limit|time|case|news2|value|path|why)\\.[a-z0-9.-]+)\"");

    private final ResourceBundle bundle = ResourceBundle.getBundle("io.derwent.console.messages", Locale.ENGLISH);

    @Test
    void everyTextThatIsUsedIsThereAndEveryTextThatIsThereIsUsed() {
        Set<String> used = new TreeSet<>(written());
        used.addAll(coded());

        assertThat(new TreeSet<>(bundle.keySet())).containsExactlyElementsOf(used);
    }

    @Test
    void aTextWithArgumentsEscapesItsApostrophes() {
        for (String key : bundle.keySet()) {
            String text = bundle.getString(key);
            if (text.contains("{0")) {
                assertThat(text.replace("''", "")).as(key).doesNotContain("'");
            }
        }
    }

    @Test
    void everyRuleThatPromptsTellsThePatientWhatAndWhy() {
        for (Pathway pathway : ShippedPathways.all().all()) {
            for (Pathway.Entry entry : pathway.entries()) {
                Rule rule = entry.rule();
                if (rule.promptPatient()) {
                    assertThat(bundle.containsKey("prompt.title." + rule.id()))
                            .as(rule.id())
                            .isTrue();
                    assertThat(bundle.containsKey("prompt.why." + rule.id()))
                            .as(rule.id())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void rulesAndPathwaysAreCalledWhatTheirFilesCallThem() {
        for (Pathway pathway : ShippedPathways.all().all()) {
            assertThat(bundle.getString("pathway." + pathway.code())).isEqualTo(pathway.title());
            for (Pathway.Entry entry : pathway.entries()) {
                assertThat(bundle.getString("rule." + entry.rule().id())).isEqualTo(entry.title());
            }
        }
    }

    /** Keys that stand in templates and classes. */
    private static Set<String> written() {
        Set<String> keys = new TreeSet<>();
        for (Path file : sources()) {
            for (Pattern pattern : List.of(USED, CHOSEN)) {
                Matcher matcher = pattern.matcher(read(file));
                while (matcher.find()) {
                    keys.add(matcher.group(1));
                }
            }
        }
        return keys;
    }

    /** Keys made of a prefix and a code. */
    private static Set<String> coded() {
        Set<String> keys = new TreeSet<>();
        add(keys, "severity", Stream.of(Severity.values()).map(Severity::code));
        add(keys, "kind", Stream.of(Kind.values()).map(Kind::code));
        add(keys, "mark", Stream.of(Mark.values()).map(Mark::code));
        for (String prefix : List.of("parameter", "parameter-short", "unit")) {
            add(keys, prefix, Stream.of(Parameter.values()).map(Parameter::code));
        }
        for (Finding finding : Finding.values()) {
            add(keys, "finding." + finding.code(), finding.words().stream());
        }
        add(keys, "outcome", Stream.of(Outcome.values()).map(Outcome::code));
        add(keys, "alert.state", Stream.of(Alerts.State.values()).map(Alerts.State::code));
        add(keys, "timeline", Stream.of(AlertEvent.Kind.values()).map(AlertEvent.Kind::code));
        add(
                keys,
                "case-event",
                Stream.of(
                        "opened",
                        "updated",
                        "alert_cleared",
                        "alert_withdrawn",
                        "noted",
                        "reopened",
                        "acknowledged",
                        "released",
                        "assigned",
                        "escalated",
                        "note_written",
                        "called",
                        "snoozed",
                        "resolved"));
        add(keys, "case-event.why", Stream.of("given_back", "left_lying"));
        add(keys, "call", Stream.of(CallResult.values()).map(CallResult::code));
        add(keys, "need", Stream.of(Need.values()).map(Need::code));
        add(keys, "cases.show", Stream.of(CaseFilter.Show.values()).map(CaseFilter.Show::code));
        add(keys, "timeline-to.prompted", Stream.of("patient", "carer"));
        add(keys, "timeline-to.escalated", Stream.of("lead", "out_of_hours"));
        add(
                keys,
                "case.done",
                Stream.of(
                        "acknowledged", "released", "assigned", "escalated", "noted", "called", "snoozed", "resolved"));
        for (String prefix : List.of("prompt.title", "prompt.why")) {
            add(keys, prefix, Stream.of("measure_again", "measure", "ask_carer", "check_hub", "check_device"));
        }
        add(keys, "role", Stream.of(Role.values()).map(Role::code));
        add(keys, "role", Stream.of("owner", "unknown"));
        add(keys, "act", ACTS.stream());
        add(keys, "news2", Stream.of("rr", "spo2", "air_or_oxygen", "sbp", "pulse", "acvpu", "temp_c"));
        add(keys, "path", Stream.of("measured", "received", "decoded", "scored"));
        add(keys, "verdict", Stream.of(Why.Verdict.values()).map(Why.Verdict::code));
        add(keys, "nobodys.why", Stream.of(WhyNobodys.values()).map(WhyNobodys::code));
        add(keys, "nobodys.days", Stream.of("7", "30", "90", "ever"));
        add(keys, "rehearsal.left-out", Stream.of(Caseload.LeftOut.Why.values()).map(Caseload.LeftOut.Why::code));
        add(keys, "caseload.state", Stream.of(CaseloadRun.State.values()).map(CaseloadRun.State::code));
        add(keys, "pathways.as", Stream.of(Pathway.Listed.As.values()).map(Pathway.Listed.As::code));
        add(keys, "letters.refused-by", Stream.of("gateway", "vitals"));
        add(keys, "equipment.state", Stream.of(Located.State.values()).map(Located.State::code));
        add(keys, "equipment.state", Stream.of("scrapped"));
        add(keys, "equipment.confidence", Stream.of("very-likely", "likely", "possible", "doubtful"));
        add(keys, "move", Stream.of(AssetMove.Kind.values()).map(AssetMove.Kind::code));
        for (String prefix : List.of("readers.state", "readers.note")) {
            add(keys, prefix, Stream.of("silent", "heard", "handheld", "never"));
        }
        add(
                keys,
                "push",
                Stream.of("patient", "carer", "staff", "test").flatMap(to -> Stream.of(to + ".title", to + ".body")));
        add(keys, "told.who", Stream.of("patient", "carer", "account", "audience"));
        add(
                keys,
                "told.what",
                Stream.of(
                        "measure_again",
                        "measure",
                        "ask_carer",
                        "check_hub",
                        "check_device",
                        "new_case",
                        "escalated",
                        "test"));
        add(keys, "told.state", Stream.of(Deliveries.State.values()).map(Deliveries.State::code));
        for (String prefix : List.of("told.by", "settings.channel")) {
            add(keys, prefix, Stream.of(Channel.values()).map(Channel::code));
        }
        add(keys, "settings.done", Stream.of("saved", "tested"));
        add(keys, "settings.wrong", Stream.of("email", "phone", "quietFrom", "quietTo", "channels"));
        add(keys, "outage.silent", Stream.of(AlertingPath.Part.values()).map(AlertingPath.Part::code));
        add(keys, "error.title", Stream.of("400", "403", "404", "405", "409", "413", "429", "500", "503"));
        for (Pathway pathway : ShippedPathways.all().all()) {
            keys.add("pathway." + pathway.code());
            for (Pathway.Entry entry : pathway.entries()) {
                Rule rule = entry.rule();
                keys.add("rule." + rule.id());
                keys.add("rule-explained." + rule.id());
                if (rule.promptPatient()) {
                    keys.add("prompt.title." + rule.id());
                    keys.add("prompt.why." + rule.id());
                }
            }
        }
        return keys;
    }

    private static void add(Set<String> keys, String prefix, Stream<String> codes) {
        codes.forEach(code -> keys.add(prefix + '.' + code));
    }

    private static List<Path> sources() {
        try (Stream<Path> templates = Files.walk(Path.of("src/main/jte"));
                Stream<Path> classes = Files.walk(Path.of("src/main/java/io/derwent/console/pages"))) {
            return Stream.concat(templates, classes)
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
