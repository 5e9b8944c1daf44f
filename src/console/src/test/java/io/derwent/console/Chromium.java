package io.derwent.console;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.derwent.console.RunningConsole.Person;
import io.derwent.wire.testing.TestBrowser;

/** The browser of one console's tests, which knows how to log in. */
final class Chromium extends TestBrowser {
    private final RunningConsole console;

    Chromium(RunningConsole console) {
        super(console.url());
        this.console = console;
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
}
