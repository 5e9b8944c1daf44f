package io.derwent.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.derwent.console.RunningConsole.Person;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.Ids;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Whose;
import io.derwent.store.Assignments;
import io.derwent.store.Database;
import io.derwent.store.Readings;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readings that are nobody's, in a real browser: a home where five residents share a scale, and a cuff nobody has. */
class NobodysPagesIT {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    private static final List<String> RESIDENTS = List.of("Ann", "Bob", "Cathy", "Dev", "Elisabeth");

    private RunningConsole console;
    private Chromium chromium;
    private Person nurse;

    @BeforeEach
    void start() {
        console = RunningConsole.start();
        chromium = new Chromium(console);
        nurse = console.nurse(RunningConsole.DERBY, "nina");
        List<Assignment> assignments = new ArrayList<>();
        for (String resident : RESIDENTS) {
            console.patient(RunningConsole.DERBY, resident, resident, "Whitworth-Featherstonehaugh");
            assignments.add(new Assignment(resident, now.minus(Duration.ofDays(9)), null, assignments.size() + 1));
        }
        try (Database database = console.asConsole()) {
            database.inTenant(
                    RunningConsole.DERBY,
                    connection ->
                            Assignments.replace(connection, RunningConsole.DERBY, "scale-of-the-home", assignments));
        }
        store(
                weight("scale-of-the-home", Duration.ofMinutes(5), "71.5"),
                weight("scale-of-the-home", Duration.ofHours(1), "82").naming(new Whose(Whose.UNKNOWN_USER, null)),
                weight("scale-of-the-home", Duration.ofHours(2), "55")
                        .naming(new Whose(null, "somebody-who-moved-out")),
                weight("scale-of-the-home", Duration.ofHours(3), "60").marking(Mark.NOT_A_PERSON, true),
                weight("cuff-nobody-has", Duration.ofDays(2), "64"));
    }

    @AfterEach
    void stop() {
        chromium.close();
        console.close();
    }

    @Test
    void aNurseIsToldOnTheListOfCasesFindsTheReadingAndSaysWhoseItIs() {
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, nurse);
            page.getByText("4 readings are nobody's: say whose").click();
            assertThat(page.locator("h1")).hasText("Readings that are nobody's");
            assertThat(rows(page)).hasCount(4);
            Locator first = rows(page).first();
            assertThat(first).containsText("71.5 kg");
            assertThat(first).containsText("Several people had the device, and the reading names nobody");
            assertThat(first).containsText(Pattern.compile("Ann Whitworth-Featherstonehaugh.* and 2 more"));

            ask(first);
            first.getByText("Save whose it is").click();
            assertThat(page.locator(".nhsuk-error-summary")).containsText("Choose whose reading it is");
            assertThat(page).hasTitle(Pattern.compile("^Error: "));

            first.getByLabel("Who measured").selectOption("Cathy");
            first.getByText("Save whose it is").click();
            assertThat(page.locator(".nhsuk-notification-banner")).containsText("Saved");
            assertThat(rows(page)).hasCount(3);

            ask(rows(page).first());
            rows(page).first().getByText("None of those who share the device").click();
            assertThat(page.locator(".nhsuk-notification-banner")).containsText("Saved");
            assertThat(rows(page)).hasCount(2);
        }
        assertThat(said()).containsExactlyInAnyOrder(Optional.of("Cathy"), Optional.empty());
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void whatSomebodyElseSaidMeanwhileIsNotOverwritten() {
        try (BrowserContext window = chromium.window(Chromium.PHONE, true)) {
            Page page = chromium.login(window, nurse);
            page.navigate(console.url() + "/nobodys-readings");
            Locator first = rows(page).first();
            String id = String.valueOf(first.getAttribute("id")).replace("reading-", "");
            console.put(nurse.token(), "/api/v1/assignments/scale-of-the-home/readings/" + id, "{'patient':'Bob'}");

            ask(first);
            first.getByLabel("Who measured").selectOption("Ann");
            first.getByText("Save whose it is").click();

            assertThat(page.locator(".nhsuk-error-summary")).containsText("Somebody said meanwhile");
            Chromium.assertAccessible(page);
        }
        assertThat(said()).containsExactly(Optional.of("Bob"));
    }

    @Test
    void withoutScriptsTheListIsNarrowedToADeviceAndToADayAndSaysWhereThereIsNothing() {
        try (BrowserContext window = chromium.window(Chromium.PHONE, false)) {
            Page page = chromium.login(window, nurse);
            page.navigate(console.url() + "/patients");
            page.getByText("Readings that are nobody's").click();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("cuff-nobody-has"))
                    .click();
            assertThat(rows(page)).hasCount(1);
            assertThat(rows(page)).containsText("Nobody had the device when it was taken");
            assertThat(rows(page).locator("form")).hasCount(0);

            page.selectOption("#show", "all");
            page.fill("#device", "");
            page.locator(".derwent-search button").click();
            assertThat(rows(page)).hasCount(5);
            assertThat(page.locator("main")).containsText("A test or demonstration: nobody was measured");

            page.fill("#device", "no-such-device");
            page.locator(".derwent-search button").click();
            assertThat(page.locator("#nobodys")).containsText("No such reading of no-such-device in this time.");

            page.navigate(console.url() + "/nobodys-readings?after=nonsense");
            assertThat(page.locator("main")).containsText("after is \"nonsense\"");
        }
    }

    @Test
    void aPatientsPageLeadsToWhatTheirDeviceMeasuredAndIsNobodys() {
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, nurse);
            page.navigate(console.url() + "/patients/Ann");

            page.getByText("scale-of-the-home: 3 readings are nobody's").click();

            assertThat(rows(page)).hasCount(3);
        }
    }

    @Test
    void olderOnesFollowPageByPageUntilThereAreNone() {
        List<Reading> many = new ArrayList<>();
        for (int minute = 0; minute < 50; minute++) {
            many.add(weight("scale-of-the-home", Duration.ofDays(3).plusMinutes(minute), "70"));
        }
        store(many.toArray(Reading[]::new));
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, nurse);
            page.navigate(console.url() + "/nobodys-readings");
            assertThat(rows(page)).hasCount(25);
            page.getByText("Older readings").click();
            assertThat(rows(page)).hasCount(25);
            page.getByText("Older readings").click();
            assertThat(rows(page)).hasCount(4);
            assertThat(page.getByText("Older readings")).hasCount(0);
            page.getByText("The newest readings").click();
            assertThat(rows(page).first()).containsText("71.5 kg");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Chromium.DESKTOP, Chromium.PHONE})
    void thePageIsAccessible(int width) {
        try (BrowserContext window = chromium.window(width, true)) {
            Page page = chromium.login(window, nurse);
            Chromium.assertAccessible(page);
            page.navigate(console.url() + "/nobodys-readings?show=all");
            page.locator("details").all().forEach(one -> one.locator("summary").click());
            Chromium.assertAccessible(page);
            page.navigate(console.url() + "/nobodys-readings?device=no-such-device");
            Chromium.assertAccessible(page);
            page.navigate(console.url() + "/nobodys-readings");
            ask(rows(page).first());
            rows(page).first().getByText("Save whose it is").click();
            assertThat(page.locator(".nhsuk-error-summary")).isVisible();
            Chromium.assertAccessible(page);
        }
        assertThat(chromium.complaints()).isEmpty();
    }

    private static Locator rows(Page page) {
        return page.locator(".derwent-nobodys tbody tr");
    }

    private static void ask(Locator row) {
        row.getByText("Whose reading is this?").click();
    }

    private List<Optional<String>> said() {
        try (Database database = console.asConsole()) {
            return database
                    .inTenant(
                            RunningConsole.DERBY,
                            connection -> Assignments.history(connection, RunningConsole.DERBY, "scale-of-the-home"))
                    .orElseThrow()
                    .corrections()
                    .stream()
                    .map(correction -> Optional.ofNullable(correction.patient()))
                    .toList();
        }
    }

    private void store(Reading... readings) {
        try (Database jobs = console.asJob()) {
            jobs.inPlatform(connection -> Readings.write(connection, List.of(readings)));
        }
    }

    private Reading weight(String device, Duration ago, String kilograms) {
        Instant taken = now.minus(ago);
        return new Reading(
                Ids.of("reading", device, taken.toString()),
                0,
                RunningConsole.DERBY,
                device,
                null,
                Kind.WEIGHT,
                Map.of(Parameter.BODY_WEIGHT, new BigDecimal(kilograms)),
                Map.of(),
                taken,
                taken.plusSeconds(2),
                Set.of(),
                null);
    }
}
