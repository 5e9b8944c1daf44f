package io.derwent.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.derwent.console.RunningConsole.Person;
import io.derwent.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several people on one list: who takes what, gives it on, asks the lead, and looks beyond their team. */
class CaseWorkIT {
    private static RunningConsole console;
    private static Chromium chromium;
    private static Person nina;
    private static Person nora;
    private static Person omar;
    private static Person lena;
    private static int patients;

    @BeforeAll
    static void twoTeams() {
        console = RunningConsole.start();
        chromium = new Chromium(console);
        nina = console.nurse(RunningConsole.DERBY, "nina");
        nora = console.nurse(RunningConsole.DERBY, "nora");
        omar = console.nurse(RunningConsole.DERBY, "omar");
        lena = console.lead(RunningConsole.DERBY, "lena");
        console.team(RunningConsole.DERBY, "belper", "Belper", "nina", "nora", "lena");
        console.team(RunningConsole.DERBY, "ripley", "Ripley", "omar", "lena");
    }

    @AfterAll
    static void stop() {
        chromium.close();
        console.close();
    }

    /** A new patient of a team with an open case; the name. */
    private static String aCase(String team, Severity severity) {
        String id = team + "-" + ++patients;
        console.patient(RunningConsole.DERBY, id, "Pat", "Number" + patients, team);
        console.receive(Alerting.raised(
                "OX-03",
                severity,
                List.of("spo2 <= 92 %"),
                Alerting.oxygen(RunningConsole.DERBY, id, 90, Instant.now())));
        return "Pat Number" + patients;
    }

    private static Locator row(Page page, String name) {
        return page.locator(".derwent-case", new Page.LocatorOptions().setHasText(Pattern.compile(name + "(?![0-9])")));
    }

    private static void open(Page page, String name) {
        page.navigate(console.url() + "/cases");
        row(page, name).getByRole(AriaRole.LINK).click();
        assertThat(page.locator("h1")).containsText(name);
    }

    @Test
    void ofTwoNursesWhoReachForTheSameCaseOneHasIt() {
        String name = aCase("belper", Severity.RED);
        try (BrowserContext one = chromium.window(Chromium.DESKTOP, true);
                BrowserContext two = chromium.window(Chromium.DESKTOP, true)) {
            Page ninas = chromium.login(one, nina);
            Page noras = chromium.login(two, nora);
            // with her pointer on the list nothing moves under it, so she still sees the button that is out of date
            row(noras, name).hover();

            row(ninas, name).getByText("Take").click();
            assertThat(ninas.locator(".derwent-mine")).isVisible();
            row(noras, name).getByText("Take").click();

            assertThat(noras.locator(".nhsuk-error-summary")).containsText("Somebody else has just taken that case");
            assertThat(row(noras, name)).containsText("With Nurse nina");
            assertThat(row(noras, name).getByText("Take")).hasCount(0);
        }
    }

    @Test
    void aNurseRingsNotesHandsOverAndTheColleagueFindsItAmongHers() {
        String name = aCase("belper", Severity.RED);
        try (BrowserContext one = chromium.window(Chromium.DESKTOP, true);
                BrowserContext two = chromium.window(Chromium.DESKTOP, true)) {
            Page ninas = chromium.login(one, nina);
            open(ninas, name);
            ninas.getByText("I am dealing with this").click();
            assertThat(ninas.locator(".derwent-tel")).hasAttribute("href", "tel:013325550100");

            ninas.getByText("I rang the patient").click();
            ninas.getByText("Save the call").click();
            assertThat(ninas.locator(".nhsuk-error-summary")).containsText("Choose what came of the call");
            ninas.getByLabel("No answer").check();
            ninas.getByText("Save the call").click();
            assertThat(ninas.locator(".nhsuk-notification-banner")).containsText("The call is saved.");

            ninas.getByText("Hand over").first().click();
            ninas.getByLabel("To", new Page.GetByLabelOptions().setExact(true)).selectOption("nora");
            ninas.getByLabel("What they should know (optional)").fill("no answer at ten");
            ninas.locator("#assign button").click();
            assertThat(ninas.locator("#facts")).containsText("With Nurse nora");

            Page noras = chromium.login(two, nora);
            noras.getByText(Pattern.compile("^Mine \\([1-9]")).click();
            row(noras, name).getByRole(AriaRole.LINK).click();
            assertThat(noras.locator(".derwent-timeline")).containsText("no answer at ten");
            assertThat(noras.locator(".derwent-timeline")).containsText("Handed over by Nurse nina");

            noras.getByText("Hand over").first().click();
            noras.getByText("Give back to the team").click();
            assertThat(noras.locator("#facts")).containsText("Not seen yet");
        }
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void theLeadIsAskedAndSeesIt() {
        String name = aCase("ripley", Severity.AMBER);
        try (BrowserContext one = chromium.window(Chromium.DESKTOP, true);
                BrowserContext two = chromium.window(Chromium.DESKTOP, true)) {
            Page omars = chromium.login(one, omar);
            open(omars, name);
            omars.getByText("Ask the lead").first().click();
            omars.getByLabel("What should the lead know?").fill("third day of this");
            omars.locator("#escalate button").click();
            assertThat(omars.locator(".nhsuk-notification-banner")).containsText("The lead is asked.");

            Page lenas = chromium.login(two, lena);
            lenas.getByText(Pattern.compile("^Lead asked \\([1-9]")).click();
            assertThat(row(lenas, name)).containsText("Lead asked");
        }
    }

    @Test
    void aSnoozeNeedsAReason() {
        String name = aCase("belper", Severity.AMBER);
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, nina);
            open(page, name);
            page.getByText("Look again later").first().click();
            page.locator("#hours").selectOption("4");
            page.locator("#snooze button").click();
            assertThat(page.locator(".nhsuk-error-summary")).containsText("Write why it can wait");
            assertThat(page.locator("#hours")).hasValue("4");

            page.getByLabel("Why it can wait").fill("her daughter is there until four");
            page.locator("#snooze button").click();

            assertThat(page.locator("#facts")).containsText("Later:");
            assertThat(page.locator(".derwent-timeline")).containsText("her daughter is there until four");
        }
    }

    @Test
    void theArrowKeysGoFromPatientToPatient() {
        aCase("belper", Severity.RED);
        aCase("belper", Severity.RED);
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, nina);
            Locator links = page.locator(".derwent-case__patient");
            links.first().focus();

            page.keyboard().press("ArrowDown");
            assertThat(links.nth(1)).isFocused();
            page.keyboard().press("End");
            assertThat(links.last()).isFocused();
            page.keyboard().press("ArrowDown");
            assertThat(links.last()).isFocused();
            page.keyboard().press("Home");
            assertThat(links.first()).isFocused();
            String first = links.first().textContent();
            page.keyboard().press("Enter");

            assertThat(page.locator("h1")).containsText(first);
        }
    }

    @Test
    void whoHasToLookBeyondTheTeamSaysWhy() {
        String name = aCase("belper", Severity.RED);
        String patient = "belper-" + patients;
        try (BrowserContext one = chromium.window(Chromium.DESKTOP, true);
                BrowserContext two = chromium.window(Chromium.DESKTOP, true)) {
            Page omars = chromium.login(one, omar);
            assertThat(row(omars, name)).hasCount(0);
            omars.navigate(console.url() + "/patients/" + patient);
            assertThat(omars.locator("h1")).hasText("This patient is not in your teams");
            assertThat(omars.locator("main")).containsText("The team Belper looks after this patient.");
            assertThat(omars.locator("main")).not().containsText(name);
            Chromium.assertAccessible(omars);

            omars.getByText("Show the record").click();
            assertThat(omars.locator(".nhsuk-error-summary")).containsText("Write why you have to see the record");
            omars.getByLabel("Why do you have to see the record?").fill("she rang our number");
            omars.getByText("Show the record").click();
            assertThat(omars.locator("h1")).hasText(name);

            Page lenas = chromium.login(two, lena);
            lenas.getByText("Looks beyond the team").click();
            assertThat(lenas.locator("main")).containsText("she rang our number");
            Chromium.assertAccessible(lenas);
        }
    }

    @Test
    void withoutScriptsACaseIsTakenHandedOnAndNarrowedToo() {
        String name = aCase("belper", Severity.RED);
        try (BrowserContext window = chromium.window(Chromium.PHONE, false)) {
            Page page = chromium.login(window, nina);
            row(page, name).getByText("Take").click();
            assertThat(page.locator(".derwent-mine")).isVisible();
            page.getByText("Hand over").first().click();
            page.locator("#to").selectOption("lena");
            page.locator("#assign button").click();
            assertThat(page.locator("#facts")).containsText("With Lead lena");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Chromium.DESKTOP, Chromium.PHONE})
    void theLeadsPagesAreAccessible(int width) {
        aCase("belper", Severity.RED);
        aCase("ripley", Severity.AMBER);
        try (BrowserContext window = chromium.window(width, true)) {
            Page page = chromium.login(window, lena);
            page.locator(".derwent-narrow summary").click();
            page.getByLabel("Team").selectOption("ripley");
            page.getByText("Update the list").click();
            assertThat(page.locator(".derwent-cases")).not().containsText("Pat Number" + (patients - 1));
            assertThat(page.locator(".derwent-cases")).containsText("Pat Number" + patients);
            Chromium.assertAccessible(page);

            page.navigate(console.url() + "/looks");
            Chromium.assertAccessible(page);
        }
        assertThat(chromium.complaints()).isEmpty();
    }
}
