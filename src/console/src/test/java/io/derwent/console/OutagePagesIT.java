package io.derwent.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.derwent.wire.testing.TestBrowser.assertAccessible;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.derwent.console.RunningConsole.Person;
import io.derwent.console.outage.AlertingPath;
import io.derwent.wire.Beat;
import io.derwent.wire.testing.TestBrowser;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The banner about our own outage, in a real browser. */
class OutagePagesIT {
    private static final int ASKED_EVERY_MILLIS = 8_000;
    private static final String BANNER = ".derwent-outage";

    private static final TestClock CLOCK = new TestClock(Instant.parse("2026-11-22T09:12:00Z"));
    private static RunningConsole console;
    private static Chromium chromium;
    private static Person nurse;
    private static Person patient;

    @BeforeAll
    static void start() {
        console = RunningConsole.start(CLOCK);
        console.console().alertingPath().watch(CLOCK.instant());
        chromium = new Chromium(console);
        nurse = console.nurse(RunningConsole.DERBY, "nina");
        console.patient(RunningConsole.DERBY, "p-dora", "Dora", "Hill");
        patient = console.patientAccount(RunningConsole.DERBY, "dora", "p-dora");
    }

    @AfterAll
    static void stop() {
        chromium.close();
        console.close();
    }

    @BeforeEach
    void everythingWorks() {
        everythingWorksButVitals();
        heard(Beat.VITALS);
    }

    private void vitalsStops() {
        CLOCK.advance(Duration.ofSeconds(30));
        everythingWorksButVitals();
    }

    private void everythingWorksButVitals() {
        heard(Beat.GATEWAY);
        heard(AlertingPath.Part.ASSETS.code());
        console.console().alertingPath().heard(AlertingPath.Part.KAFKA, CLOCK.instant());
        console.console().alertingPath().heard(AlertingPath.Part.DATABASE, CLOCK.instant());
    }

    private static void heard(String part) {
        console.console().alertingPath().heard(new Beat(part, "one", CLOCK.instant()));
    }

    @ParameterizedTest(name = "{0} px")
    @ValueSource(ints = {TestBrowser.DESKTOP, TestBrowser.PHONE})
    void itComesAndGoesByItselfOnAnOpenPage(int width) {
        try (BrowserContext window = chromium.window(width, true)) {
            window.clock().install();
            Page page = chromium.login(window, nurse);
            page.navigate(console.url() + "/patients");
            assertThat(page.locator(BANNER)).hasCount(0);

            vitalsStops();
            page.clock().fastForward(ASKED_EVERY_MILLIS);

            assertThat(page.locator(BANNER)).hasCount(1);
            assertThat(page.locator(BANNER)).containsText("Nothing has been scored since today 09:");
            assertAccessible(page);
            everythingWorks();
            page.clock().fastForward(ASKED_EVERY_MILLIS);
            assertThat(page.locator(BANNER)).hasCount(0);
        }
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void itStandsThereWithoutScripts() {
        vitalsStops();

        try (BrowserContext window = chromium.window(TestBrowser.PHONE, false)) {
            Page page = chromium.login(window, patient);

            assertThat(page.locator(BANNER)).containsText("We have a technical problem");
        }
    }

    @Test
    void aPageThatReachesNobodySaysThatItself() {
        try (BrowserContext window = chromium.window(TestBrowser.PHONE, true)) {
            window.clock().install();
            Page page = chromium.login(window, nurse);
            page.navigate(console.url() + "/patients");
            page.route("**/outage**", route -> route.abort());

            for (int i = 0; i < 4; i++) {
                page.waitForRequest("**/outage**", () -> page.clock().fastForward(ASKED_EVERY_MILLIS));
            }

            assertThat(page.locator(BANNER)).containsText("This page cannot reach Derwent");
            assertAccessible(page);
        }
    }
}
