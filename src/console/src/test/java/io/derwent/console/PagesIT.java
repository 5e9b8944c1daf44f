package io.derwent.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.derwent.clinical.UkDays;
import io.derwent.console.RunningConsole.Person;
import io.derwent.model.AlertEvent;
import io.derwent.model.DeadLetter;
import io.derwent.model.Reading;
import io.derwent.model.Severity;
import io.derwent.store.Database;
import io.derwent.store.DeadLetters;
import io.derwent.store.Readings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nurses, patients and administrators see and do, in a real browser. */
class PagesIT {
    private static final List<String> SEVERE = List.of("systolic_bp >= 180 mm[Hg]", "diastolic_bp >= 120 mm[Hg]");
    private static final double TWO_SECONDS = 2000;
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm", Locale.UK);

    private static RunningConsole console;
    private static Chromium chromium;
    private static Person nurse;
    private static Person patient;
    private static Instant measuredHigh;

    @BeforeAll
    static void start() {
        measuredHigh = Instant.now().minusSeconds(60);
        console = RunningConsole.start();
        chromium = new Chromium(console);
        nurse = console.nurse(RunningConsole.DERBY, "nina");
        console.patient(RunningConsole.DERBY, "p-dora", "Dora", "Hill");
        console.patient(RunningConsole.DERBY, "p-tom", "Tom", "Whitworth-Featherstonehaugh");
        console.adminPost(RunningConsole.DERBY, "/api/v1/care-plans", "{'patient':'p-dora','pathway':'hypertension'}");
        patient = console.patientAccount(RunningConsole.DERBY, "dora", "p-dora");
        fill();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        console.close();
    }

    private static void fill() {
        Instant now = Instant.now();
        List<Reading> readings = new ArrayList<>();
        for (int day = 1; day <= 12; day++) {
            readings.add(Alerting.bloodPressure(
                    RunningConsole.DERBY, "p-dora", 138 + day, 84 + day % 3, now.minus(Duration.ofDays(day))));
        }
        Reading old = Alerting.bloodPressure(
                RunningConsole.DERBY, "p-dora", 188, 122, now.minus(Duration.ofDays(21)), now.minusSeconds(90));
        Reading high = Alerting.bloodPressure(RunningConsole.DERBY, "p-dora", 184, 118, measuredHigh);
        Reading set = Alerting.observations(RunningConsole.DERBY, "p-tom", now.minusSeconds(900));
        readings.addAll(List.of(old, high, set));
        try (Database jobs = console.asJob()) {
            jobs.inPlatform(connection -> Readings.write(connection, readings));
        }
        console.receive(Alerting.event(AlertEvent.Kind.WOULD_HAVE, "BP-03", Severity.RED, SEVERE, old));
        console.receive(Alerting.event(AlertEvent.Kind.PROMPTED, "BP-03", Severity.RED, SEVERE, high));
        console.receive(Alerting.news2(set));
        DeadLetter letter = new DeadLetter(
                "letter-1",
                RunningConsole.DERBY,
                "cuff-1",
                "gateway",
                "diastolic 130 is not below systolic 120",
                now.minusSeconds(600),
                "hono.event.derby",
                List.of(new DeadLetter.Header("content-type", "application/vnd.derwent.reading+json")),
                "{\"kind\":\"bp_panel\"}".getBytes(StandardCharsets.UTF_8));
        try (Database database = console.asConsole()) {
            database.inTenant(RunningConsole.DERBY, connection -> DeadLetters.write(connection, letter));
        }
    }

    private static String newPatientWithLateAlert(String id, String givenName) {
        console.patient(RunningConsole.DERBY, id, givenName, "Nova");
        Instant now = Instant.now();
        Reading late = Alerting.bloodPressure(
                RunningConsole.DERBY, id, 192, 124, now.minus(Duration.ofHours(3)), now.minusSeconds(1));
        try (Database jobs = console.asJob()) {
            jobs.inPlatform(connection -> Readings.write(connection, List.of(late)));
        }
        console.receive(Alerting.raised("BP-03", Severity.RED, SEVERE, late));
        return givenName + " Nova";
    }

    @Test
    void aNurseSeesACaseAppearOpensItTakesItOnAndClosesItWithAnOutcome() {
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, nurse);
            assertThat(page.locator("#live-state")).hasText("Live");

            String name = newPatientWithLateAlert("p-live", "Lena");
            Locator row = page.locator(".derwent-case", new Page.LocatorOptions().setHasText(name));
            assertThat(row).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(TWO_SECONDS));
            assertThat(row).containsText("Red");
            assertThat(row).containsText("Severe high blood pressure");
            assertThat(row).containsText("Not seen yet");

            row.getByRole(AriaRole.LINK).click();
            assertThat(page.locator("h1")).containsText(name);
            assertThat(page.locator(".derwent-alert__when").first()).containsText(Pattern.compile("aken .*arrived"));
            assertThat(page.locator(".derwent-alert").first()).containsText("Systolic pressure 180 mmHg or more");
            assertThat(page.locator(".derwent-alert").first()).containsText("192/124 mmHg");
            assertThat(page.locator(".derwent-alert__ask").first()).containsText("Ask: Do you have chest pain");

            page.getByText("I am dealing with this").click();
            Locator notice = page.locator(".nhsuk-notification-banner");
            assertThat(notice).containsText("You are dealing with this case");
            assertThat(notice).isFocused();

            page.getByText("Close the case").click();
            assertThat(page.locator(".nhsuk-error-summary")).containsText("Choose what came of it");
            assertThat(page).hasTitle(Pattern.compile("^Error: "));

            page.getByLabel("Advice given").check();
            page.getByLabel("Note (optional)").fill("Rang, resting");
            page.getByText("Close the case").click();
            assertThat(page.locator(".nhsuk-notification-banner")).containsText("The case is closed");
            assertThat(page.locator(".derwent-case", new Page.LocatorOptions().setHasText(name)))
                    .hasCount(0);
        }
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void aNurseWithTheCaseOpenIsToldThatSomebodyElseClosedItAndWhatSheChoseIsNotLostSilently() {
        String name = newPatientWithLateAlert("p-meanwhile", "Mei");
        try (BrowserContext window = chromium.window(Chromium.PHONE, true)) {
            Page page = chromium.login(window, nurse);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name))
                    .click();
            assertThat(page.locator("#case-changed")).isHidden();
            String id = page.locator("#case-changed").getAttribute("data-case");

            console.post(nurse.token(), "/api/v1/cases/" + id + "/resolve", "{'outcome':'visit_arranged'}");

            assertThat(page.locator("#case-changed")).isVisible();
            Chromium.assertAccessible(page);
            page.getByText("I am dealing with this").click();
            assertThat(page.locator(".nhsuk-error-summary")).containsText("closed while you had it open");
            assertThat(page.locator("#facts")).containsText("Closed: Visit arranged");
            Chromium.assertAccessible(page);
        }
    }

    @Test
    void aChangeBetweenThePageAndItsStreamIsToldToo() {
        String name = newPatientWithLateAlert("p-gap", "Gwen");
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, nurse);
            page.route(Pattern.compile(".*/cases/stream.*"), route -> route.abort());
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name))
                    .click();
            assertThat(page.locator("#live-lost")).containsText("Not live since");
            String id = page.locator("#case-changed").getAttribute("data-case");
            console.post(nurse.token(), "/api/v1/cases/" + id + "/resolve", "{'outcome':'visit_arranged'}");

            page.unroute(Pattern.compile(".*/cases/stream.*"));

            assertThat(page.locator("#case-changed"))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(15_000));
        }
    }

    @Test
    void aNurseWhoseColleagueWasFasterIsToldAndTakesOverOnlyIfSheSaysSo() {
        String name = newPatientWithLateAlert("p-faster", "Fern");
        Person faster = console.nurse(RunningConsole.DERBY, "fatima");
        try (BrowserContext window = chromium.window(Chromium.PHONE, true)) {
            Page page = chromium.login(window, nurse);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name))
                    .click();
            String id = page.locator("#case-changed").getAttribute("data-case");
            console.post(faster.token(), "/api/v1/cases/" + id + "/acknowledge", "");

            page.getByText("I am dealing with this").click();

            assertThat(page.locator(".nhsuk-error-summary")).containsText("Somebody else took this case on");
            assertThat(page.locator("#acknowledge")).containsText("Nurse fatima is dealing with this.");
            assertThat(page.locator("#facts")).containsText("With Nurse fatima");
            Chromium.assertAccessible(page);

            page.getByText("Take over from Nurse fatima").click();
            assertThat(page.locator(".nhsuk-notification-banner")).containsText("You are dealing with this case");
            assertThat(page.locator("#facts")).containsText("With Nurse nina");
            assertThat(page.locator("#acknowledge")).hasCount(0);
        }
    }

    @Test
    void rowsDoNotMoveUnderAPointerWhenALostLineIsBackEitherAndTheButtonCountsWhatChangedMeanwhile() {
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, nurse);
            assertThat(page.locator("#live-state")).hasText("Live");
            page.locator(".derwent-case").first().hover();
            page.route(Pattern.compile(".*/cases/stream.*"), route -> route.abort());
            console.console().liveCases().startAgain();
            assertThat(page.locator("#live-state")).hasText("Not live");

            newPatientWithLateAlert("p-between", "Bea");
            page.unroute(Pattern.compile(".*/cases/stream.*"));

            assertThat(page.locator("#live-state"))
                    .hasText("Live", new LocatorAssertions.HasTextOptions().setTimeout(15_000));
            assertThat(page.locator("#show-news")).hasText(Pattern.compile("\\d+ cases? changed – show"));
        }
    }

    @Test
    void rowsDoNotMoveUnderAPointerAndAButtonSaysWhatWaits() {
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, nurse);
            assertThat(page.locator("#live-state")).hasText("Live");
            page.locator(".derwent-case").first().hover();

            String name = newPatientWithLateAlert("p-pointed", "Petra");

            Locator button = page.locator("#show-news");
            assertThat(button).hasText("1 case changed – show");
            assertThat(page.locator(".derwent-case", new Page.LocatorOptions().setHasText(name)))
                    .hasCount(0);
            button.click();
            assertThat(page.locator(".derwent-case", new Page.LocatorOptions().setHasText(name)))
                    .isVisible();
            assertThat(button).isHidden();
        }
    }

    @Test
    void aLostLineIsSaidAndNotHidden() {
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, nurse);
            assertThat(page.locator("#live-state")).hasText("Live");

            page.route(Pattern.compile(".*/cases/stream.*"), route -> route.abort());
            console.console().liveCases().startAgain();

            assertThat(page.locator("#live-lost")).containsText(Pattern.compile("Not live since \\d\\d:\\d\\d\\."));
            assertThat(page.locator("#live-state")).hasText("Not live");

            page.unroute(Pattern.compile(".*/cases/stream.*"));
            assertThat(page.locator("#live-state"))
                    .hasText("Live", new LocatorAssertions.HasTextOptions().setTimeout(15_000));
            assertThat(page.locator("#live-lost")).isEmpty();
        }
    }

    @Test
    void whatANurseWasTypingWhenHerSessionEndedIsThereAfterTheLoginAndOnlyForHer() {
        String name = newPatientWithLateAlert("p-typed", "Tina");
        Person other = console.nurse(RunningConsole.DERBY, "olga");
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            // Given
            Page page = chromium.login(window, nurse);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name))
                    .click();
            page.getByLabel("Advice given").check();
            page.getByLabel("Note (optional)").fill("Rang, she rests");
            window.clearCookies();

            // When
            page.getByText("Close the case").click();
            assertThat(page.locator("h1")).hasText("Log in");
            Chromium.fillLogin(page, nurse);

            // Then
            assertThat(page.locator("h1")).containsText(name);
            assertThat(page.getByLabel("Note (optional)")).hasValue("Rang, she rests");
            assertThat(page.getByLabel("Advice given")).isChecked();
            assertThat(page.locator("#note-kept")).isVisible();
            Chromium.assertAccessible(page);

            window.clearCookies();
            page.reload();
            Chromium.fillLogin(page, other);
            assertThat(page.locator("h1")).containsText(name);
            assertThat(page.getByLabel("Note (optional)")).hasValue("");
            assertThat(drafts(page)).isEqualTo(0);
        }
    }

    @Test
    void whatWasTypedIsForgottenWhenItIsSavedAndAtLogOut() {
        String name = newPatientWithLateAlert("p-forgotten", "Fay");
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, nurse);
            page.locator(".derwent-case").first().getByRole(AriaRole.LINK).click();
            page.getByLabel("Note (optional)").fill("half a sentence");
            assertThat(drafts(page)).isEqualTo(1);
            page.locator(".nhsuk-header__account-button").click();
            assertThat(page.locator("h1")).hasText("Log in");
            assertThat(drafts(page)).isEqualTo(0);

            Chromium.fillLogin(page, nurse);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name))
                    .click();
            page.getByLabel("Advice given").check();
            page.getByLabel("Note (optional)").fill("Rang, resting");
            page.getByText("Close the case").click();
            assertThat(page.locator(".nhsuk-notification-banner")).containsText("The case is closed");
            assertThat(drafts(page)).isEqualTo(0);
        }
    }

    private static Object drafts(Page page) {
        return page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('derwent-draft:')).length");
    }

    @Test
    void withoutScriptsEverythingADecisionNeedsWorks() {
        String name = newPatientWithLateAlert("p-plain", "Paula");
        try (BrowserContext window = chromium.window(Chromium.PHONE, false)) {
            Page page = chromium.login(window, nurse);
            page.locator(".derwent-case", new Page.LocatorOptions().setHasText(name))
                    .getByRole(AriaRole.LINK)
                    .click();
            assertThat(page.locator(".derwent-readings").first()).containsText("192/124 mmHg");
            page.locator("#acknowledge button").click();
            assertThat(page.locator(".nhsuk-notification-banner")).containsText("You are dealing with this case");
            page.locator("#outcome").check();
            page.locator("#resolve button").click();
            assertThat(page.locator(".nhsuk-notification-banner")).containsText("The case is closed");
            page.locator(".nhsuk-header__account-button").click();
            assertThat(page.locator("h1")).hasText("Log in");
        }
    }

    /** Tries 140 in place of 180 for Dora. */
    private static void rehearse(Page page) {
        page.navigate(console.url() + "/patients/p-dora");
        page.getByText("Care plan: its limits").click();
        page.selectOption("#limit", "BP-03 systolic_bp");
        page.fill("#value", "140");
        page.fill("#reason", "recent stroke");
        page.fill("#review-on", "2999-01-01");
        page.getByText("Try it on past readings").click();
        assertThat(page.locator("#rehearsal")).isVisible();
    }

    @Test
    void withoutScriptsANurseAsksWhyTriesAnotherLimitAndSavesIt() {
        try (BrowserContext window = chromium.window(Chromium.PHONE, false)) {
            Page page = chromium.login(window, nurse);
            page.navigate(console.url() + "/patients/p-dora");
            page.fill("#day", UkDays.of(measuredHigh).toString());
            page.fill("#time", MINUTES.format(measuredHigh.atZone(UkDays.LONDON)));
            page.locator("#ask-why button").click();
            assertThat(page.locator("#rule-BP-03")).containsText("Severe high blood pressure");
            assertThat(page.locator(".derwent-why").first()).containsText("184/118 mmHg");
            assertThat(page.locator(".derwent-why").first()).containsText("out of range, but alone");

            rehearse(page);
            assertThat(page.locator(".derwent-rehearsal")).containsText("The plan as it is raises");
            assertThat(page.locator(".derwent-rehearsal"))
                    .containsText("counted over 12 days, of the last 30 days asked for");
            assertThat(page.locator(".derwent-rehearsal")).containsText("Nothing is saved yet");

            page.fill("#value", "240");
            page.locator("#limit-form button").last().click();
            assertThat(page.locator(".nhsuk-error-summary")).containsText("This limit cannot be");
            page.fill("#value", "170");
            page.locator("#limit-form button").last().click();
            assertThat(page.locator(".nhsuk-notification-banner")).containsText("The limit is saved");
            assertThat(page.locator("main")).containsText("Decided by Nurse nina: recent stroke");
        }
    }

    @Test
    void aPatientSeesTheirReadingsAndWhatToDo() {
        try (BrowserContext window = chromium.window(Chromium.PHONE, true)) {
            Page page = chromium.login(window, patient);

            assertThat(page.locator("h1")).hasText("My readings");
            assertThat(page.locator(".derwent-prompt")).containsText("Please measure your blood pressure again");
            assertThat(page.locator(".derwent-prompt")).containsText("Do you have chest pain");
            assertThat(page.locator(".derwent-readings").first()).containsText("184/118 mmHg");
            assertThat(page.locator(".derwent-chart canvas").first()).isVisible();
            page.navigate(console.url() + "/cases");
            assertThat(page.locator("h1")).hasText("You cannot do this");
            assertThat(page.locator("main"))
                    .containsText("this is for administrators, leads or nurses, your role is patient");
            assertThat(page.locator("header")).containsText("My readings");
            page.navigate(console.url() + "/no-such-page");
            assertThat(page.locator("header")).containsText("My readings");
        }
    }

    @Test
    void aPatientWithAnOpenCaseIsToldThatTheTeamKnowsAndThenThatItLooked() {
        newPatientWithLateAlert("p-omar", "Omar");
        Person omar = console.patientAccount(RunningConsole.DERBY, "omar", "p-omar");
        try (BrowserContext window = chromium.window(Chromium.PHONE, true)) {
            Page page = chromium.login(window, omar);

            assertThat(page.locator("main")).containsText("Your care team has been told about your readings.");
            assertThat(page.locator("main")).not().containsText("nothing you need to do");
        }
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, nurse);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Omar Nova"))
                    .click();
            page.getByText("I am dealing with this").click();
            assertThat(page.locator(".nhsuk-notification-banner")).containsText("You are dealing with this case");
        }
        try (BrowserContext window = chromium.window(Chromium.PHONE, true)) {
            Page page = chromium.login(window, omar);

            assertThat(page.locator("main")).containsText("Your care team looked at your readings.");
            assertThat(page.locator("main")).not().containsText("has been told");
        }
    }

    @Test
    void theTablesSayHowManyReadingsOfTheDeviceAreMissing() {
        console.patient(RunningConsole.DERBY, "p-counter", "Gus", "Gap");
        Person gus = console.patientAccount(RunningConsole.DERBY, "gus", "p-counter");
        Instant now = Instant.now();
        Reading before = counted(now.minus(Duration.ofDays(31)), 11);
        Reading first = counted(now.minus(Duration.ofHours(3)), 15);
        Reading second = counted(now.minus(Duration.ofHours(2)), 16);
        Reading third = counted(now.minus(Duration.ofHours(1)), 18);
        try (Database jobs = console.asJob()) {
            jobs.inPlatform(connection -> Readings.write(connection, List.of(before, first, second, third)));
        }
        console.receive(Alerting.raised("BP-03", Severity.RED, SEVERE, third));
        try (BrowserContext window = chromium.window(Chromium.PHONE, true)) {
            Page page = chromium.login(window, nurse);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Gus Gap"))
                    .click();
            assertThat(page.locator(".derwent-chart").first()).isVisible();
            assertSaysWhatIsMissing(page);

            page.navigate(console.url() + "/patients/p-counter");
            assertSaysWhatIsMissing(page);
            Chromium.assertAccessible(page);
        }
        try (BrowserContext window = chromium.window(Chromium.PHONE, true)) {
            Page page = chromium.login(window, gus);
            assertThat(page.locator(".derwent-readings tbody tr")).hasCount(3);
            assertThat(page.locator("main")).not().containsText("missing");
        }
    }

    private static Reading counted(Instant taken, long seq) {
        return Alerting.counted(Alerting.bloodPressure(RunningConsole.DERBY, "p-counter", 190, 121, taken), seq);
    }

    private static void assertSaysWhatIsMissing(Page page) {
        Locator rows = page.locator("section[aria-labelledby=readings-bp_panel] .derwent-readings tbody tr");
        assertThat(rows).hasCount(3);
        assertThat(rows.nth(0)).containsText("Before this one 1 reading of the device is missing");
        assertThat(rows.nth(1)).not().containsText("missing");
        assertThat(rows.nth(2)).containsText("Before this one 3 readings of the device are missing");
    }

    @Test
    void whatWouldHaveAlertedStandsOnTheTimelineWithBothTimes() {
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, nurse);
            page.navigate(console.url() + "/patients/p-dora");

            Locator entry =
                    page.locator(".derwent-timeline__item", new Page.LocatorOptions().setHasText("Would have alerted"));
            assertThat(entry).containsText("188/122 mmHg");
            assertThat(entry).containsText("3 weeks later");
        }
    }

    @Test
    void anAdministratorSendsAnUnreadableMessageAgain() {
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, "admin", RunningConsole.ADMIN_PASSWORD);
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("derby").setExact(true))
                    .click();
            assertThat(page.locator("#letter-letter-1")).containsText("diastolic 130 is not below systolic 120");

            page.locator("#letter-letter-1 button").click();

            assertThat(page.locator("#letter-letter-1")).containsText("Sent again by admin");
            assertThat(console.published()).anySatisfy(record -> {
                assertThat(record.topic()).isEqualTo("hono.event.derby");
                assertThat(record.key()).isEqualTo("cuff-1");
            });
        }
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({
        "/cases, 1280",
        "/cases, 390",
        "/patients, 1280",
        "/patients, 390",
        "/patients/p-dora, 1280",
        "/patients/p-dora, 390",
        "/patients/p-dora/why?day=soon, 1280",
        "/patients/p-dora/why?day=soon, 390",
        "why, 1280",
        "why, 390",
        "rehearsal, 1280",
        "rehearsal, 390",
        "case, 1280",
        "case, 390",
    })
    void aNursesPagesAreAccessible(String path, int width) {
        try (BrowserContext window = chromium.window(width, true)) {
            Page page = chromium.login(window, nurse);
            if (path.equals("case")) {
                page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Tom Whitworth-Featherstonehaugh"))
                        .click();
                assertThat(page.locator(".derwent-news2")).containsText("Not measured");
                page.locator("details")
                        .all()
                        .forEach(one -> one.locator("summary").click());
            } else if (path.equals("why")) {
                page.navigate(console.url() + "/patients/p-dora");
                page.getByText("Why?").first().click();
                assertThat(page.locator("#rule-BP-03")).isVisible();
                page.locator("details summary").first().click();
            } else if (path.equals("rehearsal")) {
                rehearse(page);
            } else {
                page.navigate(console.url() + path);
            }

            Chromium.assertAccessible(page);
        }
        assertThat(chromium.complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Chromium.DESKTOP, Chromium.PHONE})
    void theOtherPagesAreAccessible(int width) {
        try (BrowserContext window = chromium.window(width, true)) {
            Page page = chromium.page(window);
            page.navigate(console.url() + "/login");
            Chromium.assertAccessible(page);
            page.click("main button[type=submit]");
            assertThat(page.locator(".nhsuk-error-summary")).isVisible();
            Chromium.assertAccessible(page);
            page.navigate(console.url() + "/nothing-here");
            Chromium.assertAccessible(page);
        }
        try (BrowserContext window = chromium.window(width, true)) {
            Page page = chromium.login(window, patient);
            Chromium.assertAccessible(page);
        }
        try (BrowserContext window = chromium.window(width, true)) {
            Page page = chromium.login(window, "admin", RunningConsole.ADMIN_PASSWORD);
            Chromium.assertAccessible(page);
            page.navigate(console.url() + "/dead-letters?tenant=derby");
            Chromium.assertAccessible(page);
        }
    }
}
