package io.derwent.console.pages;

import static io.derwent.console.http.Endpoint.ANYBODY;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;

import io.derwent.console.access.Caller;
import io.derwent.console.access.Logins;
import io.derwent.console.access.Refusal;
import io.derwent.console.access.Secrets;
import io.derwent.console.http.Cookies;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.Views.FormError;
import io.derwent.console.pages.Views.LoginPage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Log in and out, and the way to each role's first page. The login form is proved to be ours by a random cookie it must send
 * back, so that nobody can log a person in as somebody else.
 */
final class LoginPages {
    private static final int LONGEST_INPUT = 200;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY = 429;
    /** Where a login may lead: a page of ours, never another site. */
    private static final Pattern OWN_PAGE = Pattern.compile("/[A-Za-z0-9][A-Za-z0-9/._-]*");

    private final Renderer renderer;
    private final Texts texts;
    private final Logins logins;

    LoginPages(Renderer renderer, Texts texts, Logins logins) {
        this.renderer = renderer;
        this.texts = texts;
        this.logins = logins;
    }

    List<Endpoint> endpoints() {
        return List.of(
                get("/", ANYBODY, this::home),
                get("/login", ANYBODY, this::form),
                post("/login", ANYBODY, this::login),
                // whoever's session ended meanwhile is logged out already
                post("/logout", ANYBODY, this::logout));
    }

    private Reply home(Request request) {
        return Reply.seeOther(request.caller() == null ? "/login" : firstPage(request.caller()));
    }

    static String firstPage(Caller caller) {
        return switch (caller.role()) {
            case NURSE, LEAD -> "/cases";
            case AUDITOR -> "/audit";
            case PATIENT -> "/me";
            case ADMINISTRATOR -> "/dead-letters";
            case ESTATES -> "/equipment";
        };
    }

    private Reply form(Request request) {
        if (request.caller() != null) {
            return Reply.seeOther(firstPage(request.caller()));
        }
        return show(
                request, new FormError("", ""), "", request.parameter("next").orElse(""));
    }

    private Reply login(Request request) {
        String next = request.field("next").orElse("");
        String user = request.field("user").orElse("");
        String password = Optional.ofNullable(request.form().get("password")).orElse("");
        Optional<FormError> error = problem(request, user, password);
        if (error.isPresent()) {
            return show(request, error.get(), user, next).withStatus(BAD_REQUEST);
        }
        Optional<Logins.Begun> begun;
        try {
            begun = logins.login(user, password, request.address());
        } catch (Refusal throttled) {
            return show(request, new FormError("user", texts.of("login.too-many")), user, next)
                    .withStatus(TOO_MANY);
        }
        if (begun.isEmpty()) {
            return show(request, new FormError("user", texts.of("login.wrong")), user, next)
                    .withStatus(BAD_REQUEST);
        }
        String target = OWN_PAGE.matcher(next).matches()
                ? next
                : firstPage(begun.get().session().caller());
        Reply.Header session = Cookies.set(Cookies.SESSION, begun.get().cookie(), Duration.ZERO, request.secure());
        Reply.Header done = Cookies.end(Cookies.LOGIN, request.secure());
        return Reply.seeOther(target).with(session.name(), session.value()).with(done.name(), done.value());
    }

    private Optional<FormError> problem(Request request, String user, String password) {
        String cookie = request.header(Cookies.LOGIN).orElse("");
        if (cookie.isEmpty() || !Secrets.same(cookie, request.field("token").orElse(""))) {
            return Optional.of(new FormError("user", texts.of("login.stale")));
        }
        if (user.isEmpty()) {
            return Optional.of(new FormError("user", texts.of("login.no-user")));
        }
        if (password.isEmpty()) {
            return Optional.of(new FormError("password", texts.of("login.no-password")));
        }
        boolean unreadable = user.length() > LONGEST_INPUT
                || password.length() > LONGEST_INPUT
                || user.chars().anyMatch(Character::isISOControl);
        return unreadable ? Optional.of(new FormError("user", texts.of("login.wrong"))) : Optional.empty();
    }

    private Reply show(Request request, FormError error, String user, String next) {
        String token = request.header(Cookies.LOGIN).orElseGet(Secrets::token);
        String title =
                error.isPresent() ? texts.of("page.error-title", texts.of("login.title")) : texts.of("login.title");
        Reply.Header cookie = Cookies.set(Cookies.LOGIN, token, Duration.ZERO, request.secure());
        return renderer.page(request, "login", title, "/login", List.of(), new LoginPage(token, next, user, error))
                .with(cookie.name(), cookie.value());
    }

    private Reply logout(Request request) {
        request.header(Cookies.SESSION).ifPresent(logins::logout);
        Reply.Header ended = Cookies.end(Cookies.SESSION, request.secure());
        return Reply.seeOther("/login").with(ended.name(), ended.value());
    }
}
