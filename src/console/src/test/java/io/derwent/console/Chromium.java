package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.derwent.console.RunningConsole.Person;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Debian's Chromium, for the tests of pages: {@code apt-get install chromium}, or DERWENT_CHROMIUM says where it is. */
final class Chromium implements AutoCloseable {
    static final int DESKTOP = 1280;
    static final int PHONE = 390;

    private static final int HEIGHT = 900;

    private final RunningConsole console;
    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    Chromium(RunningConsole console) {
        this.console = console;
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(
                                Path.of(System.getenv().getOrDefault("DERWENT_CHROMIUM", "/usr/bin/chromium"))));
    }

    /** A window nobody is logged in to. */
    BrowserContext window(int width, boolean scripts) {
        return browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, HEIGHT).setJavaScriptEnabled(scripts));
    }

    /** A page of a window whose complaints (refused resources, script errors, anything from elsewhere) are kept. */
    Page page(BrowserContext window) {
        Page page = window.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            // a test that cuts the line itself sees that it failed
            boolean expected =
                    message.text().contains("status of 4") || message.text().contains("net::ERR_FAILED");
            if (message.type().equals("error") && !expected) {
                complaints.add(message.text());
            }
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(console.url())) {
                complaints.add("asked for " + request.url());
            }
        });
        return page;
    }

    Page login(BrowserContext window, Person person) {
        return login(window, person.user(), person.password());
    }

    Page login(BrowserContext window, String user, String password) {
        Page page = page(window);
        page.navigate(console.url() + "/login");
        fillLogin(page, user, password);
        return page;
    }

    /** Logs in on a page that shows the form. */
    static void fillLogin(Page page, Person person) {
        fillLogin(page, person.user(), person.password());
    }

    private static void fillLogin(Page page, String user, String password) {
        page.fill("#user", user);
        page.fill("#password", password);
        page.click("main button[type=submit]");
        page.waitForURL(url -> !url.contains("/login"));
    }

    /** What pages complained about: must be nothing. */
    List<String> complaints() {
        return complaints;
    }

    /** No axe violation, and nothing wider than the window. */
    static void assertAccessible(Page page) {
        List<Rule> violations = new AxeBuilder(page).analyze().getViolations();
        assertThat(violations.stream()
                        .map(rule -> rule.getId() + ": " + rule.getHelp() + " "
                                + rule.getNodes().stream()
                                        .map(node -> node.getHtml())
                                        .toList())
                        .toList())
                .as("axe on %s", page.url())
                .isEmpty();
        Object overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(overflow).as("horizontal overflow of %s", page.url()).isEqualTo(0);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
