package io.derwent.wire.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Debian's Chromium, for the tests of pages: {@code apt-get install chromium}, or DERWENT_CHROMIUM says where it is. */
public class TestBrowser implements AutoCloseable {
    public static final int DESKTOP = 1280;
    public static final int PHONE = 390;

    private static final int HEIGHT = 900;

    private final String ownUrl;
    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /** {@code ownUrl} is where pages may load from; asking for anything else is a complaint. */
    public TestBrowser(String ownUrl) {
        this.ownUrl = ownUrl;
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(
                                Path.of(System.getenv().getOrDefault("DERWENT_CHROMIUM", "/usr/bin/chromium"))));
    }

    /** A window nobody is logged in to. */
    public BrowserContext window(int width, boolean scripts) {
        return browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, HEIGHT).setJavaScriptEnabled(scripts));
    }

    /** A page of a window whose complaints (refused resources, script errors, anything from elsewhere) are kept. */
    public Page page(BrowserContext window) {
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
            if (!request.url().startsWith(ownUrl)) {
                complaints.add("asked for " + request.url());
            }
        });
        return page;
    }

    /** What pages complained about: must be nothing. */
    public List<String> complaints() {
        return complaints;
    }

    /** No axe violation, and nothing wider than the window. */
    public static void assertAccessible(Page page) {
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
