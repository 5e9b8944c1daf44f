package io.derwent.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.derwent.console.RunningConsole.Person;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What estates staff, and nurses who look for a pump, see and do, in a real browser. */
class EquipmentPagesIT {
    private static final double TWO_SECONDS = 2000;

    private static RunningConsole console;
    private static Chromium chromium;
    private static Person estates;
    private static Hospital hospital;

    @BeforeAll
    static void start() {
        console = RunningConsole.start();
        chromium = new Chromium(console);
        estates = console.estates(RunningConsole.DERBY, "esme");
        hospital = Hospital.open(console, estates);
    }

    @AfterAll
    static void stop() {
        hospital.close();
        chromium.close();
        console.close();
    }

    private static Locator row(Page page, String id) {
        return page.locator("#thing-" + id);
    }

    private static LocatorAssertions.ContainsTextOptions withinTwoSeconds() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(TWO_SECONDS);
    }

    private static void search(Page page, String text) {
        page.navigate(console.url() + "/equipment?query=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
    }

    @Test
    void estatesStaffLandOnTheEquipmentAndSeeNothingOfPatients() {
        try (BrowserContext window = chromium.window(Chromium.PHONE, true)) {
            Page page = chromium.login(window, estates);

            assertThat(page.locator("h1")).hasText("Equipment");
            assertThat(page.locator("header")).containsText("Unknown tags");
            assertThat(page.locator("header")).not().containsText("Patients");
            for (String path : new String[] {"/cases", "/patients", "/dead-letters", "/me"}) {
                page.navigate(console.url() + path);
                assertThat(page.locator("h1")).hasText("You cannot do this");
            }
        }
    }

    @Test
    void aThingMovesOnTheOpenListAndOnItsOwnPageWithinTwoSeconds() {
        hospital.thing("pump-live", "Live pump", "infusion pump", "'number':'EQ-500'");
        hospital.sees("pump-live", 1, Hospital.WARD, null, Hospital.WELL, Hospital.now(), true);
        hospital.heardOf(Hospital.WELL, false);
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page list = chromium.login(window, estates);
            Page own = chromium.page(window);
            own.navigate(console.url() + "/equipment/pump-live");
            assertThat(list.locator("#live-state")).hasText("Live");
            assertThat(own.locator("#live-state")).hasText("Live");
            assertThat(row(list, "pump-live")).containsText("Ward 204");

            hospital.sees("pump-live", 2, Hospital.STORE, Hospital.WARD, Hospital.HANDHELD, Hospital.now(), true);

            assertThat(row(list, "pump-live")).containsText("Equipment store", withinTwoSeconds());
            assertThat(own.locator(".derwent-where")).containsText("Equipment store", withinTwoSeconds());
            assertThat(own.locator(".derwent-moves tbody tr").first()).containsText("Block B › Ward 204");
            assertThat(own.locator(".derwent-moves tbody tr").first())
                    .containsText("2 reads by handheld-1, antenna 1, −53.5 dBm, 6.2 dB over the next place");
            assertThat(own.locator(".derwent-where")).containsText("Derby General › Block B");
        }
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void rowsDoNotMoveUnderAPointerAndAButtonSaysWhatWaits() {
        hospital.thing("pump-held", "Held pump", "infusion pump", "'number':'EQ-501'");
        hospital.sees("pump-held", 1, Hospital.WARD, null, Hospital.WELL, Hospital.now(), true);
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, estates);
            search(page, "held pump");
            assertThat(page.locator("#live-state")).hasText("Live");
            row(page, "pump-held").hover();

            hospital.sees("pump-held", 2, Hospital.STORE, Hospital.WARD, Hospital.SILENT, Hospital.now(), true);

            assertThat(page.locator("#show-news")).hasText("1 thing moved or changed – show");
            assertThat(row(page, "pump-held")).containsText("Ward 204");
            page.locator("#show-news").click();
            assertThat(row(page, "pump-held")).containsText("Equipment store");
        }
    }

    @Test
    void whatASilentReaderSawStaysWhereItWasAndSaysSo() {
        try (BrowserContext window = chromium.window(Chromium.PHONE, true)) {
            Page page = chromium.login(window, estates);

            assertThat(row(page, "bed-12")).containsText("Last seen:");
            assertThat(row(page, "bed-12")).containsText("Equipment store");
            assertThat(row(page, "bed-12")).containsText(Pattern.compile("8 h.* ago"));
            assertThat(row(page, "bed-12")).containsText(Pattern.compile("Doubtful \\(\\d\\d %\\)"));
            assertThat(row(page, "bed-12")).containsText("Reader silent");
            page.getByText("See readers").click();
            Locator first = page.locator(".derwent-thing").first();
            assertThat(first).containsText("reader-store-2");
            assertThat(first).containsText("Silent");
            first.getByRole(AriaRole.LINK).click();
            assertThat(row(page, "bed-12")).isVisible();
            assertThat(row(page, "pump-418")).hasCount(0);
            row(page, "bed-12").getByRole(AriaRole.LINK).click();
            assertThat(page.locator(".derwent-where")).containsText("nobody sees what leaves");
            Chromium.assertAccessible(page);
        }
    }

    @Test
    void whatIsOldIsNeverShownAsIfItWereNow() {
        hospital.heardOf(Hospital.WELL, false);
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, estates);

            assertThat(row(page, "pump-418")).containsText("Last seen:");
            assertThat(row(page, "pump-418")).containsText("Not read lately");
            assertThat(row(page, "scale-3")).containsText("No longer there");
            assertThat(row(page, "chair-1")).containsText("Scanned");
            assertThat(row(page, "monitor-9")).containsText("Never seen");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "infusion pump 417",
                "eq-417",
                "5055123HD00417",
                "(8004)5055123HD00417",
                "]d280045055123HD00417",
                "]C180045055123HD00417\u001d21A1",
                "80045055123HD00417",
                "https://id.gs1.org/8004/5055123HD00417",
                "3815348A4E44460C1A316E000000000000000000000000000000",
                "urn:epc:id:giai:5055123.HD00417",
            })
    void whateverAPersonTypesOrAScannerSendsFindsThePump(String text) {
        try (BrowserContext window = chromium.window(Chromium.PHONE, false)) {
            Page page = chromium.login(window, estates);
            search(page, text);

            assertThat(page.locator(".derwent-thing")).hasCount(1);
            assertThat(row(page, "pump-417")).containsText("EQ-417");
        }
    }

    @Test
    void theSeparatorThatATypingScannerSendsReachesTheField() {
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, estates);
            page.locator("#query").focus();
            page.keyboard().type("]d280045055123HD00417");
            page.keyboard().press("Control+]");
            page.keyboard().type("21A1");
            page.keyboard().press("Enter");

            assertThat(row(page, "pump-417")).isVisible();
            assertThat(page.locator(".derwent-thing")).hasCount(1);
        }
    }

    @Test
    void whatIsNotFoundSaysWhy() {
        try (BrowserContext window = chromium.window(Chromium.PHONE, true)) {
            Page page = chromium.login(window, estates);
            search(page, "(8004)5055123NOBODY");
            assertThat(page.locator("#no-hit")).containsText("No equipment has the key (8004)5055123NOBODY");
            Chromium.assertAccessible(page);
            search(page, "(01)05055123000016");
            assertThat(page.locator("#no-hit")).containsText("check digit of 05055123000016 is 6, 2 is expected");
            search(page, "spaceship");
            assertThat(page.locator("#no-hit")).containsText("Nothing is called that");
        }
    }

    @Test
    void aSearchIsNarrowedWithoutScripts() {
        try (BrowserContext window = chromium.window(Chromium.PHONE, false)) {
            Page page = chromium.login(window, estates);
            page.locator("details summary").click();
            page.selectOption("#place", Hospital.STORE);
            page.locator(".derwent-search__filters button").click();

            assertThat(row(page, "bed-12")).isVisible();
            assertThat(row(page, "pump-418")).hasCount(0);
            assertThat(page.locator("#place")).hasValue(Hospital.STORE);
        }
    }

    @Test
    void anUnknownTagAppearsOnTheOpenPageAndIsGoneWhenItIsOnAThing() {
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, estates);
            page.navigate(console.url() + "/unknown-tags");
            assertThat(page.locator("#live-state")).hasText("Live");
            assertThat(page.locator("main")).containsText("this is a TID, the chip's own number, not an EPC");
            assertThat(page.locator("main")).containsText("(8004)5055123HD0099");

            hospital.stray("E2BEEF");
            Locator stray = page.locator("#tag-E2BEEF");
            assertThat(stray).containsText("Ward 204", withinTwoSeconds());

            hospital.thing("lamp-9", "Lamp 9", "lamp", "'epcs':['E2BEEF']");
            assertThat(stray).hasCount(0);
        }
    }

    @Test
    void aReaderThatFallsSilentIsSaidOnTheOpenPages() {
        console.registerDevice(RunningConsole.DERBY, "reader-x");
        console.post(
                estates.token(),
                "/api/v1/readers",
                "{'device':'reader-x','place':'%s','silentAfterSeconds':300}".formatted(Hospital.WARD));
        hospital.heardOf("reader-x", false);
        hospital.thing("drip-1", "Drip stand 1", "drip stand", "'number':'D1'");
        hospital.sees("drip-1", 1, Hospital.WARD, null, "reader-x", Hospital.now(), true);
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page list = chromium.login(window, estates);
            Page readers = chromium.page(window);
            readers.navigate(console.url() + "/readers");
            assertThat(list.locator("#live-state")).hasText("Live");
            assertThat(readers.locator("#live-state")).hasText("Live");
            assertThat(row(list, "drip-1")).containsText("Here");

            hospital.heardOf("reader-x", true);

            assertThat(readers.locator("#reader-reader-x")).containsText("Silent");
            assertThat(row(list, "drip-1")).containsText("Reader silent");
            assertThat(row(list, "drip-1")).containsText("Ward 204");
            assertThat(list.locator(".derwent-warning")).containsText("readers are silent");
        }
    }

    @Test
    void aNurseFindsAPumpFromHerOwnPagesAndAnAdministratorOfThePlatformChoosesAnOrganisation() {
        Person nurse = console.nurse(RunningConsole.DERBY, "nina");
        try (BrowserContext window = chromium.window(Chromium.PHONE, true)) {
            Page page = chromium.login(window, nurse);
            page.locator("header")
                    .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Equipment"))
                    .click();
            assertThat(row(page, "pump-417")).isVisible();
        }
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, "admin", RunningConsole.ADMIN_PASSWORD);
            page.navigate(console.url() + "/equipment");
            assertThat(page.locator("main")).containsText("Choose an organisation");
            page.navigate(console.url() + "/equipment?tenant=derby");
            row(page, "pump-417").getByRole(AriaRole.LINK).click();
            assertThat(page).hasURL(Pattern.compile(".*/equipment/pump-417\\?tenant=derby"));
            assertThat(page.locator("#live-state")).hasText("Live");
        }
    }

    @Test
    void anotherOrganisationSeesNoneOfIt() {
        Person other = console.estates(RunningConsole.STAFFORD, "ed");
        try (BrowserContext window = chromium.window(Chromium.DESKTOP, true)) {
            Page page = chromium.login(window, other);
            assertThat(page.locator("main")).containsText("There is no equipment yet.");
            page.navigate(console.url() + "/readers");
            assertThat(page.locator("main")).containsText("There are no readers yet.");
            page.navigate(console.url() + "/unknown-tags");
            assertThat(page.locator("main")).containsText("Every tag that was read is on equipment we know.");
            page.navigate(console.url() + "/equipment/pump-417");
            assertThat(page.locator("h1")).hasText("Page not found");
        }
    }

    @Test
    void aPageGoesOnWhereTheOneBeforeEnded() {
        for (int i = 0; i < 60; i++) {
            hospital.thing("tray-" + i, "Tray %02d".formatted(i), "tray", "'number':'T%d'".formatted(i));
        }
        try (BrowserContext window = chromium.window(Chromium.PHONE, false)) {
            Page page = chromium.login(window, estates);
            search(page, "tray");
            assertThat(page.locator(".derwent-thing")).hasCount(50);
            page.getByText("Next things").click();
            assertThat(page.locator(".derwent-thing")).hasCount(10);
            assertThat(page.locator(".derwent-thing").last()).containsText("Tray 59");
        }
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({
        "/equipment, 1280",
        "/equipment, 390",
        "/equipment/pump-417, 1280",
        "/equipment/pump-417, 390",
        "/equipment/monitor-9, 390",
        "/equipment/chair-1, 390",
        "/readers, 1280",
        "/readers, 390",
        "/unknown-tags, 1280",
        "/unknown-tags, 390",
    })
    void thePagesAreAccessible(String path, int width) {
        try (BrowserContext window = chromium.window(width, true)) {
            Page page = chromium.login(window, estates);
            page.navigate(console.url() + path);
            assertThat(page.locator("#live-state")).hasText("Live");
            page.locator("details").all().forEach(one -> one.locator("summary").click());

            Chromium.assertAccessible(page);
        }
        assertThat(chromium.complaints()).isEmpty();
    }
}
