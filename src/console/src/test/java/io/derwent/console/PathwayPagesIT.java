package io.derwent.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.derwent.console.RunningConsole.Person;
import io.derwent.model.Reading;
import io.derwent.store.Database;
import io.derwent.store.Readings;
import io.derwent.wire.ShippedPathways;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pathways in words, and a change of one that is tried on everybody before it is saved. */
class PathwayPagesIT {
    private static RunningConsole console;
    private static Chromium chromium;
    private static Person nurse;

    @BeforeAll
    static void start() {
        console = RunningConsole.start();
        chromium = new Chromium(console);
        nurse = console.nurse(RunningConsole.DERBY, "nina");
        List<Reading> readings = new ArrayList<>();
        for (int patient = 1; patient <= 4; patient++) {
            String id = "p-" + patient;
            console.patient(
                    RunningConsole.DERBY,
                    id,
                    List.of("Ada", "Bea", "Cleo", "Dot").get(patient - 1),
                    "Ash");
            console.put(nurse.token(), "/api/v1/care-plans/" + id, "{'pathway':'hypertension','schedule':{}}");
            for (int day = 2; patient < 4 && day < 28; day += 6 + patient) {
                Instant start = Instant.now().minus(Duration.ofDays(day));
                readings.add(bloodPressure(id, 181 + patient, start));
                readings.add(bloodPressure(id, 183 + patient, start.plusSeconds(300)));
                readings.add(bloodPressure(id, 130, start.plusSeconds(7200)));
            }
        }
        try (Database jobs = console.asJob()) {
            jobs.inPlatform(connection -> Readings.write(connection, readings));
        }
        Alerting.scored("hypertension", readings.subList(0, 3)).forEach(console::receive);
        String open = console.get(nurse.token(), "/api/v1/cases")
                .json()
                .at("/items/0/id")
                .asText();
        console.post(nurse.token(), "/api/v1/cases/" + open + "/resolve", "{'outcome':'sent_to_hospital'}");
    }

    private static Reading bloodPressure(String patient, int systolic, Instant at) {
        return Alerting.bloodPressure(RunningConsole.DERBY, patient, systolic, 80, at);
    }

    @AfterAll
    static void stop() {
        chromium.close();
        console.close();
    }

    @Test
    void aNurseReadsAPathwayInWords() {
        for (int size : List.of(Chromium.DESKTOP, Chromium.PHONE)) {
            try (BrowserContext window = chromium.window(size, true)) {
                Page page = chromium.login(window, nurse);
                page.navigate(console.url() + "/pathways");
                Chromium.assertAccessible(page);
                page.getByText("High blood pressure").click();

                Locator severe = page.locator("article[aria-labelledby=rule-BP-03]");
                assertThat(severe).containsText("Alerts when: Systolic pressure 180 mmHg or more.");
                assertThat(severe).containsText("within 30 min, it counts without");
                assertThat(severe).containsText("Source: NICE NG136");
                assertThat(severe).containsText("Checked against the source: threshold yes");
                assertThat(page.locator("main")).containsText("Why it is no rule");
                assertThat(page.locator("main"))
                        .containsText("Red: to the team lead after 30 min and the out-of-hours team after 1 h.");
                assertThat(page.getByText("Try a change on your caseload")).hasCount(0);
                Chromium.assertAccessible(page);
            }
        }
    }

    @Test
    void anAdministratorTriesALimitOnEverybodySeesWhatWouldBeLostAndSavesOneWithoutScripts() {
        for (int size : List.of(Chromium.PHONE, Chromium.DESKTOP)) {
            try (BrowserContext window = chromium.window(size, true)) {
                Page page = chromium.login(window, "admin", RunningConsole.ADMIN_PASSWORD);
                page.navigate(console.url() + "/pathways/hypertension?tenant=" + RunningConsole.DERBY);
                page.getByText("Try a change on your caseload").click();
                Chromium.assertAccessible(page);
                page.selectOption("#limit", "BP-03 systolic_bp");
                page.fill("#value", "230");
                page.locator("#caseload-form button").click();
                assertThat(page.locator(".nhsuk-error-summary")).containsText("beyond its own limit");
                Chromium.assertAccessible(page);
                page.fill("#value", "210");
                page.locator("#caseload-form button").click();

                assertThat(page.locator("#caseload-result")).isVisible();
                Locator main = page.locator("main");
                assertThat(main).containsText("1 alert whose case was closed as real would be lost");
                assertThat(main).containsText("Lost, although their cases were closed as real");
                assertThat(main).containsText("Sent to hospital");
                assertThat(main).containsText("Dot Ash: Nothing was measured");
                assertThat(page.locator(".derwent-weeks svg")).isVisible();
                Chromium.assertAccessible(page);
            }
        }
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, false)) {
            Page page = chromium.login(window, "admin", RunningConsole.ADMIN_PASSWORD);
            page.navigate(console.url() + "/pathways/hypertension/rehearsal?tenant=" + RunningConsole.DERBY);
            page.fill("#value", "175");
            page.locator("#caseload-form button").click();
            page.locator("#save-form button").click();
            assertThat(page.locator(".nhsuk-notification-banner")).containsText("The new version is saved");
            assertThat(page.locator("main"))
                    .containsText("version %d. Your organisation's own"
                            .formatted(
                                    ShippedPathways.all().named("hypertension").version() + 1));
        }
    }
}
