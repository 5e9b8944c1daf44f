package io.derwent.console.http;

import java.time.Duration;
import java.util.List;

/** The cookies of the console. None is readable by scripts; none is sent by other sites' pages when they post. */
public final class Cookies {
    /** Stands for a session. */
    public static final String SESSION = Gate.SESSION_COOKIE;
    /** Proves that a login form was ours, before there is a session. */
    public static final String LOGIN = "derwent-login";

    static final List<String> READ = List.of(SESSION, LOGIN);

    private Cookies() {}

    /** {@code Set-Cookie} of a cookie that ends with the browser, or after {@code age} if it is not zero. */
    public static Reply.Header set(String name, String value, Duration age, boolean secure) {
        String text = "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s"
                .formatted(name, value, age.isZero() ? "" : "; Max-Age=" + age.toSeconds(), secure ? "; Secure" : "");
        return new Reply.Header("Set-Cookie", text);
    }

    /** {@code Set-Cookie} that ends a cookie. */
    public static Reply.Header end(String name, boolean secure) {
        return new Reply.Header(
                "Set-Cookie",
                "%s=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0%s".formatted(name, secure ? "; Secure" : ""));
    }
}
