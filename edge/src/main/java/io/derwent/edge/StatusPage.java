package io.derwent.edge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The hub's page: what a person at the kitchen table, or on a ward, can read to somebody on the telephone. No script, and
 * nothing said by colour alone.
 */
final class StatusPage {
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.UK);
    private static final Duration MINUTES_UNTIL = Duration.ofHours(2);
    private static final Duration HOURS_UNTIL = Duration.ofDays(2);

    private final Status status;
    private final Instant now;
    private final ZoneId zone;

    private StatusPage(Status status, Clock clock) {
        this.status = status;
        this.now = clock.instant();
        this.zone = clock.getZone();
    }

    /** Why the gateway will not take a message, for whoever measured. */
    private enum Meaning {
        UNREADABLE(
                "Not a measurement the gateway can read",
                "Measure again. If it happens again, tell whoever looks after the device."),
        NOT_ALLOWED(
                "From a device the hub may not speak for",
                "Tell whoever looks after the hub: the device must be registered with this hub."),
        BAD_TOPIC(
                "Sent to an address the gateway does not know",
                "Tell whoever looks after the device: it is set up wrongly."),
        TOO_LARGE("Larger than the gateway takes", "Tell whoever looks after the device: it sends too much at once."),
        OTHER("For another reason", "Tell whoever looks after the hub.");

        private final String heading;
        private final String advice;

        Meaning(String heading, String advice) {
            this.heading = heading;
            this.advice = advice;
        }

        static Meaning of(Answer reason) {
            return switch (reason.code()) {
                case Answer.PAYLOAD_FORMAT_INVALID -> UNREADABLE;
                case Answer.NOT_AUTHORIZED -> NOT_ALLOWED;
                case Answer.TOPIC_NAME_INVALID -> BAD_TOPIC;
                case Answer.TOO_LARGE -> TOO_LARGE;
                default -> OTHER;
            };
        }
    }

    /** The page, its times in the clock's zone. */
    static String html(Status status, List<DeadLetter.Shown> letters, Clock clock) {
        return new StatusPage(status, clock).html(letters);
    }

    private String html(List<DeadLetter.Shown> letters) {
        Situation situation = Situation.of(status, now);
        return """
                <!DOCTYPE html>
                <html lang="en-GB">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s – Derwent hub</title>
                <style>
                body { color: #212b32; font: 1.1rem/1.5 sans-serif; margin: 0 auto; max-width: 46rem; overflow-wrap: anywhere; padding: 1rem; }
                h1 { font-size: 1.1rem; margin: 0 0 1rem; }
                h2 { font-size: 1.3rem; margin: 2rem 0 .5rem; }
                h3 { font-size: 1.1rem; margin: 1.5rem 0 0; }
                p { margin: .5rem 0; }
                .situation, .notice { background: #f0f4f5; border-left: .6rem solid; padding: 1rem; }
                .notice h2 { margin: 0; }
                .situation h2 { font-size: 1.8rem; line-height: 1.2; margin: 0; }
                .notice { margin: 1rem 0; }
                .good { border-color: #007f3b; }
                .waiting { border-color: #ffb81c; }
                .bad { border-color: #d5281b; }
                dl { margin: 1rem 0; }
                dl > div { border-bottom: 1px solid #768692; display: flex; flex-wrap: wrap; padding: .4rem 0; }
                dt { flex: 0 0 16rem; }
                dd { flex: 1 1 16rem; font-weight: bold; margin: 0; }
                ul { list-style: none; margin: .5rem 0; padding: 0; }
                li { border-bottom: 1px solid #768692; padding: .4rem 0; }
                .detail { color: #4c6272; display: block; font-size: .95rem; font-weight: normal; }
                a { color: #005eb8; }
                .again { background: #005eb8; color: #fff; display: inline-block; margin: 1rem 0; padding: .6rem 1rem; }
                @media (max-width: 40rem) { dt, dd { flex-basis: 100%%; } }
                </style>
                </head>
                <body>
                <main>
                <h1>Derwent hub</h1>
                <section class="situation %2$s">
                <h2>%1$s</h2>
                %3$s</section>
                %9$s%4$s<p><a class="again" href="/">Look again</a></p>
                %5$s%6$s
                <p class="detail">Page made %7$s (%8$s). <a href="/status">The same for programs</a></p>
                </main>
                </body>
                </html>
                """.formatted(
                        escaped(situation.headline()),
                        situation.tone().name().toLowerCase(Locale.ROOT),
                        paragraphs(situation),
                        facts(),
                        deadLetters(letters),
                        refusals(),
                        shown(now),
                        escaped(zoneName()),
                        notices());
    }

    private String notices() {
        return status.watch().notices().stream()
                .map(notice -> """
                        <section class="notice %s">
                        <h2>%s</h2>
                        <p>For <strong>%s</strong></p>
                        <p>%s</p>
                        </section>
                        """.formatted(
                                notice.kind() == Notice.What.ALERT ? "bad" : "waiting",
                                escaped(notice.headline()),
                                escaped(notice.person()),
                                escaped(notice.sentence(zone))))
                .collect(Collectors.joining());
    }

    private static String paragraphs(Situation situation) {
        String advice = situation.advice().isEmpty()
                ? ""
                : "<p><strong>What to do:</strong> %s</p>\n".formatted(escaped(situation.advice()));
        return "<p>%s</p>\n%s".formatted(escaped(situation.sentence()), advice);
    }

    private String facts() {
        return "<dl>\n"
                + fact(status.connected() ? "Connected since" : "Not connected since", ago(status.since()))
                + fact("Waiting to be sent", count(status.queued()))
                + status.oldest()
                        .map(oldest -> fact("The oldest of them", ago(oldest)))
                        .orElse("")
                + fact("Sent since the hub started", count(status.forwarded()))
                + fact("Refused by the gateway for good", count(status.dead()))
                + (status.watch().patients() == 0
                        ? ""
                        : fact(
                                "Patients it watches by itself without a line",
                                count(status.watch().patients())))
                + fact("Not taken from devices", count(status.refused().count()))
                + (status.lost() == 0 ? "" : fact("Lost by the hub's disk", count(status.lost())))
                + fact(
                        "Room used",
                        "%d of %d MB".formatted(megabytes(status.queueBytes()), megabytes(status.queueLimit())))
                + fact("Gateway", escaped(status.gateway()) + detail("Where the hub sends measurements to."))
                + status.lastError()
                        .map(problem -> fact("Last trouble", ago(problem.at()) + detail(problem.text())))
                        .orElse("")
                + "</dl>\n";
    }

    private static String fact(String name, String html) {
        return "<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(name, html);
    }

    private String deadLetters(List<DeadLetter.Shown> letters) {
        if (letters.isEmpty()) {
            return "";
        }
        Map<Meaning, List<DeadLetter.Shown>> byMeaning = letters.stream()
                .collect(Collectors.groupingBy(
                        letter -> Meaning.of(letter.reason()),
                        () -> new EnumMap<>(Meaning.class),
                        Collectors.toList()));
        String groups = byMeaning.entrySet().stream()
                .map(group -> group(group.getKey(), group.getValue()))
                .collect(Collectors.joining());
        String which = letters.size() < status.dead()
                ? "<p>These are the oldest %d of %s.</p>\n".formatted(letters.size(), count(status.dead()))
                : "";
        return """
                <h2>Refused by the gateway for good</h2>
                <p>These measurements are kept here, not sent. All others go on.</p>
                %s%s<p class="detail">For whoever looks after the hub, once the cause is mended:
                <code>./derwent edge dead-letters replay --all</code></p>
                """.formatted(which, groups);
    }

    private String group(Meaning meaning, List<DeadLetter.Shown> letters) {
        String items = letters.stream()
                .map(letter -> "<li><strong>%s</strong>, measurement of %s%s</li>\n"
                        .formatted(
                                escaped(letter.device()),
                                shown(letter.receivedAt()),
                                detail(letter.reason().toString())))
                .collect(Collectors.joining());
        return "<h3>%s</h3>\n<p>%s</p>\n<ul>\n%s</ul>\n".formatted(meaning.heading, meaning.advice, items);
    }

    private String refusals() {
        return status.refused()
                .last()
                .map(last -> """
                        <h2>Not taken from devices</h2>
                        <p>%s since the hub started. The last of them:</p>
                        <ul>
                        <li><strong>%s</strong>, %s%s</li>
                        </ul>
                        <p>%s</p>
                        """.formatted(
                                count(status.refused().count()),
                                last.device().isEmpty() ? "A device without a name" : escaped(last.device()),
                                ago(last.at()),
                                detail(last.text()),
                                advice(last.reason())))
                .orElse("");
    }

    private static String advice(LocalRefusal.Reason reason) {
        return switch (reason) {
            case BAD_TOPIC, QOS -> Meaning.BAD_TOPIC.advice;
            case NOT_ALLOWED -> Meaning.NOT_ALLOWED.advice;
            case BAD_MESSAGE -> Meaning.TOO_LARGE.advice;
            case FULL, DISK -> "The device still has it and may try again; if not, measure again once there is room.";
        };
    }

    private static String detail(String text) {
        return "<span class=\"detail\">%s</span>".formatted(escaped(text));
    }

    private static String count(long number) {
        return number == 0 ? "none" : String.format(Locale.UK, "%,d", number);
    }

    /** {@code 24 November 2026, 08:05 (3 hours ago)}. */
    private String ago(Instant time) {
        Duration age = Duration.between(time, now);
        if (age.isNegative()) {
            return shown(time); // the hub's clock has been put back
        }
        if (age.compareTo(Duration.ofMinutes(1)) < 0) {
            return shown(time) + " (just now)";
        }
        String span = age.compareTo(HOURS_UNTIL) >= 0
                ? age.toDays() + " days"
                : age.compareTo(MINUTES_UNTIL) >= 0
                        ? age.toHours() + " hours"
                        : age.toMinutes() == 1 ? "1 minute" : age.toMinutes() + " minutes";
        return "%s (%s ago)".formatted(shown(time), span);
    }

    private String shown(Instant time) {
        return SHOWN.format(time.atZone(zone));
    }

    private String zoneName() {
        return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    private static long megabytes(long bytes) {
        return Math.round(bytes / 1024.0 / 1024.0);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
