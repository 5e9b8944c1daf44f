package io.derwent.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.derwent.console.RunningConsole.Person;
import io.derwent.console.push.PushConfig;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of settings and the service worker, in a real browser. */
class SettingsIT {
    private static RunningConsole console;
    private static Chromium chromium;
    private static Person nurse;
    private static Person patient;

    @BeforeAll
    static void start() {
        console = RunningConsole.start(
                Clock.systemUTC(),
                new PushConfig(
                        Optional.empty(),
                        Optional.of(new PushConfig.Notify(
                                java.net.URI.create("http://127.0.0.1:9"),
                                "test-11111111-1111-1111-1111-111111111111-22222222-2222-2222-2222-222222222222",
                                "template-1")),
                        Optional.of(new PushConfig.WebPush(
                                "mailto:it@derwent.example", Optional.empty(), List.of("127.0.0.1")))));
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

    @ParameterizedTest
    @ValueSource(ints = {Chromium.DESKTOP, Chromium.PHONE})
    void theSettingsAreAccessible(int width) {
        for (Person person : List.of(nurse, patient)) {
            try (BrowserContext window = chromium.window(width, true)) {
                Page page = chromium.login(window, person);
                page.navigate(console.url() + "/settings");
                Chromium.assertAccessible(page);
            }
        }
    }

    @Test
    void withoutScriptsAPatientSaysHowToBeTold() {
        try (BrowserContext window = chromium.window(Chromium.PHONE, false)) {
            Page page = chromium.login(window, patient);
            page.navigate(console.url() + "/settings");
            page.check("#channel-sms");
            page.click("#settings button[type=submit]");
            assertThat(page.locator(".nhsuk-error-summary")).containsText("Enter a mobile number");
            page.fill("#phone", "07700 900 982");
            page.click("#settings button[type=submit]");

            assertThat(page.locator("main")).containsText("Saved.");
            assertThat(page.locator("#phone")).hasValue("07700900982");
            assertThat(page.locator("#channel-sms")).isChecked();
        }
    }

    @Test
    void aPushIsShownWithNothingClinical() throws Exception {
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            window.grantPermissions(List.of("notifications"));
            Page page = chromium.login(window, nurse);
            page.navigate(console.url() + "/settings");
            CompletableFuture<String> registration = new CompletableFuture<>();
            CDPSession devtools = window.newCDPSession(page);
            devtools.on(
                    "ServiceWorker.workerRegistrationUpdated",
                    update -> update.getAsJsonArray("registrations")
                            .forEach(one -> registration.complete(
                                    one.getAsJsonObject().get("registrationId").getAsString())));
            devtools.send("ServiceWorker.enable");
            page.evaluate("async () => { await navigator.serviceWorker.register("
                    + "document.getElementById('this-browser').dataset.worker, {scope: '/'});"
                    + " await navigator.serviceWorker.ready; }");
            JsonObject push = new JsonObject();
            push.addProperty("origin", console.url());
            push.addProperty("registrationId", registration.join());
            push.addProperty("data", "{\"id\":\"0123456789abcdef\"}");

            devtools.send("ServiceWorker.deliverPushMessage", push);

            String shown = String.valueOf(page.evaluate("async () => {"
                    + " const registration = await navigator.serviceWorker.ready;"
                    + " for (;;) {"
                    + "   const all = await registration.getNotifications();"
                    + "   if (all.length) { return all[0].title + '|' + all[0].body + '|' + all[0].tag; }"
                    + "   await new Promise(done => setTimeout(done, 20)); } }"));
            assertThat(shown).isEqualTo("Derwent|A new case for your team needs you.|0123456789abcdef");
        }
    }
}
