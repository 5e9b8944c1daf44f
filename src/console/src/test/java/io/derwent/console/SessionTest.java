package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.console.RunningConsole.Answer;
import io.derwent.console.RunningConsole.Person;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Logging in and out by form, forged forms, and what every answer carries. */
class SessionTest {
    private static final Pattern HIDDEN = Pattern.compile("name=\"(csrf|token)\" value=\"([^\"]+)\"");

    private static final TestClock CLOCK = new TestClock(Instant.parse("2026-11-22T09:00:00Z"));
    private static RunningConsole console;
    private static Person nurse;

    @BeforeAll
    static void start() {
        console = RunningConsole.start(CLOCK);
        nurse = console.nurse(RunningConsole.DERBY, "nina");
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void theRightPasswordOpensTheNursesList() {
        Answer answer = login(nurse.user(), nurse.password(), "");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(location(answer)).isEqualTo("/cases");
        assertThat(setCookie(answer, "derwent-session")).contains("HttpOnly").contains("SameSite=Lax");
        assertThat(console.getPage("/cases", withCookie(answer)).status()).isEqualTo(200);
    }

    @Test
    void theCookieIsSecureBehindHttps() {
        Answer form = console.getPage("/login", Map.of("X-Forwarded-Proto", "https"));

        assertThat(setCookie(form, "derwent-login")).contains("Secure");
        assertThat(form.raw().headers().firstValue("Strict-Transport-Security")).isPresent();
    }

    @Test
    void aWrongPasswordSaysNeitherWhichIsWrong() {
        Answer wrongPassword = login(nurse.user(), "wrong", "");
        Answer wrongUser = login("nobody", "wrong", "");

        assertThat(wrongPassword.status()).isEqualTo(400);
        assertThat(wrongPassword.body()).contains("User name or password is wrong");
        assertThat(wrongUser.body()).contains("User name or password is wrong");
        assertThat(wrongUser.body()).doesNotContain("no account");
    }

    @Test
    void guessingMustWait() {
        for (int i = 0; i < 5; i++) {
            login("guessed", "wrong" + i, "");
        }

        assertThat(login("guessed", "wrong again", "").status()).isEqualTo(429);
    }

    @Test
    void aLoginFormThatIsNotOursIsRefused() {
        Answer answer =
                console.postForm("/login", Map.of(), "user=nina&password=" + nurse.password() + "&token=made-up");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.raw().headers().allValues("Set-Cookie"))
                .noneMatch(cookie -> cookie.startsWith("derwent-session"));
    }

    @Test
    void aLoginLeadsOnlyToOurOwnPages() {
        assertThat(location(login(nurse.user(), nurse.password(), "/patients"))).isEqualTo("/patients");
        assertThat(location(login(nurse.user(), nurse.password(), "https://evil.example")))
                .isEqualTo("/cases");
        assertThat(location(login(nurse.user(), nurse.password(), "//evil.example")))
                .isEqualTo("/cases");
    }

    @Test
    void aFormWithoutTheSessionsTokenIsRefusedAndWithItDone() {
        Answer session = login(nurse.user(), nurse.password(), "");
        String csrf = hidden(console.getPage("/cases", withCookie(session)).body(), "csrf");

        Answer forged = console.postForm("/logout", withCookie(session), "csrf=made-up");
        Answer forgedApi = console.postForm("/api/v1/patients", withCookie(session), "{}");
        Answer done = console.postForm("/logout", withCookie(session), "csrf=" + csrf);

        assertThat(forged.status()).isEqualTo(403);
        assertThat(forgedApi.status()).isEqualTo(403);
        assertThat(done.status()).isEqualTo(303);
        assertThat(location(console.getPage("/cases", withCookie(session)))).startsWith("/login");
    }

    @Test
    void aSessionEndsTwoHoursAfterItsLastUse() {
        Answer session = login(nurse.user(), nurse.password(), "");
        CLOCK.advance(Duration.ofMinutes(100));
        assertThat(console.getPage("/cases", withCookie(session)).status()).isEqualTo(200);
        CLOCK.advance(Duration.ofMinutes(100));
        assertThat(console.getPage("/cases", withCookie(session)).status()).isEqualTo(200);

        CLOCK.advance(Duration.ofMinutes(121));

        Answer ended = console.getPage("/cases", withCookie(session));
        assertThat(ended.status()).isEqualTo(303);
        assertThat(location(ended)).isEqualTo("/login?next=%2Fcases");
    }

    @Test
    void aFormSentAfterTheSessionEndedLeadsThroughTheLoginBackToItsPage() {
        Answer sent = console.postForm("/cases/case-1/resolve", Map.of(), "outcome=advice_given&note=rang");
        Answer session = login(nurse.user(), nurse.password(), "/cases/case-1/resolve");
        Answer back = console.getPage(location(session), withCookie(session));

        assertThat(location(sent)).isEqualTo("/login?next=%2Fcases%2Fcase-1%2Fresolve");
        assertThat(location(back)).isEqualTo("/cases/case-1");
        assertThat(location(console.postForm("/logout", Map.of(), ""))).isEqualTo("/login");
    }

    @Test
    void everyAnswerSaysWhatABrowserMayDoWithIt() {
        Answer answer = console.getPage("/login", Map.of());

        assertThat(answer.raw().headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'")
                        .contains("script-src 'self'")
                        .contains("style-src 'self'")
                        .doesNotContain("unsafe"));
        assertThat(answer.raw().headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.raw().headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body()).doesNotContain(" style=").doesNotContain("onclick");
    }

    private static Answer login(String user, String password, String next) {
        Answer form = console.getPage("/login", Map.of());
        String cookie = setCookie(form, "derwent-login").split(";", 2)[0];
        return console.postForm(
                "/login",
                Map.of("Cookie", cookie),
                "user=%s&password=%s&token=%s&next=%s"
                        .formatted(
                                user,
                                password,
                                hidden(form.body(), "token"),
                                URLEncoder.encode(next, StandardCharsets.UTF_8)));
    }

    private static Map<String, String> withCookie(Answer login) {
        return Map.of("Cookie", setCookie(login, "derwent-session").split(";", 2)[0]);
    }

    private static String setCookie(Answer answer, String name) {
        return answer.raw().headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .findFirst()
                .orElse("");
    }

    private static String location(Answer answer) {
        return answer.raw().headers().firstValue("Location").orElse("");
    }

    private static String hidden(String page, String name) {
        Matcher matcher = HIDDEN.matcher(page);
        while (matcher.find()) {
            if (matcher.group(1).equals(name)) {
                return matcher.group(2);
            }
        }
        return "";
    }
}
