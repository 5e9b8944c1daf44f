package io.derwent.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.derwent.console.RunningConsole.Person;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who saw what, as an auditor and as the patient see it. */
class AuditPagesIT {
    private static RunningConsole console;
    private static Chromium chromium;
    private static Person auditor;
    private static Person patient;
    private static Person unseen;

    @BeforeAll
    static void start() {
        console = RunningConsole.start();
        chromium = new Chromium(console);
        Person nurse = console.nurse(RunningConsole.DERBY, "nina");
        auditor = console.auditor(RunningConsole.DERBY, "ada");
        console.patient(RunningConsole.DERBY, "p-dora", "Dora", "Hill");
        console.patient(RunningConsole.DERBY, "p-uma", "Uma", "Unseen");
        patient = console.patientAccount(RunningConsole.DERBY, "dora", "p-dora");
        unseen = console.patientAccount(RunningConsole.DERBY, "uma", "p-uma");
        console.get(nurse.token(), "/api/v1/patients/p-dora/readings");
    }

    @AfterAll
    static void stop() {
        chromium.close();
        console.close();
    }

    @Test
    void anAuditorFindsWhoSawAPatientAndTakesItAway() throws IOException {
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, auditor);
            assertThat(page.locator("h1")).hasText("Who saw what");

            page.getByLabel("Patient").fill("p-dora");
            page.getByText("Find").click();
            assertThat(page.locator("tbody")).containsText("Looked at readings");
            assertThat(page.locator("tbody")).containsText("Nurse nina");
            String csv = Files.readString(page.waitForDownload(
                            () -> page.getByText("All of it as a file (CSV)").click())
                    .path());

            assertThat(csv).startsWith("at,who,role,organisation,what,patient,why,detail\r\n");
            assertThat(csv).contains(",nina,nurse,derby,readings.read,p-dora,own tenant,");

            page.getByLabel("Patient").fill("nobody");
            page.getByText("Find").click();
            assertThat(page.locator("main")).containsText("There is nothing of what you chose.");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Chromium.DESKTOP, Chromium.PHONE})
    void bothPagesAreAccessible(int width) {
        try (BrowserContext window = chromium.window(width, true)) {
            Page page = chromium.login(window, auditor);
            Chromium.assertAccessible(page);
        }
        try (BrowserContext window = chromium.window(width, true)) {
            Page page = chromium.login(window, patient);
            page.getByText("See who looked at your record").click();
            assertThat(page.locator("tbody")).containsText("Nurse nina");
            assertThat(page.locator("tbody")).containsText("Looked at readings");
            Chromium.assertAccessible(page);
        }
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void whereNobodyLookedThePageSaysSo() {
        try (BrowserContext window = chromium.window(Chromium.PHONE, false)) {
            Page page = chromium.login(window, unseen);
            page.navigate(console.url() + "/me/who-looked");
            assertThat(page.locator("main")).containsText("Nobody looked at your record in the last 90 days.");
        }
    }
}
