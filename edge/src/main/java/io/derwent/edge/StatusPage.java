package io.derwent.edge;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The hub's page: one table a person at the kitchen table can read to somebody on the telephone. No script, no colours. */
final class StatusPage {
    private StatusPage() {}

    static String html(Status status, List<DeadLetter> letters, Instant now) {
        return """
                <!DOCTYPE html>
                <html lang="en-GB">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s – Derwent hub</title>
                <style>
                body { font: 1.1rem/1.5 sans-serif; margin: 1rem auto; max-width: 50rem; padding: 0 1rem; }
                table { border-collapse: collapse; width: 100%%; }
                caption { font-weight: bold; text-align: left; padding: .5rem 0; }
                th, td { border-bottom: 1px solid #555; padding: .4rem .6rem .4rem 0; text-align: left; overflow-wrap: anywhere; }
                th { font-weight: normal; }
                </style>
                </head>
                <body>
                <main>
                <h1>Derwent hub</h1>
                <p><strong>%s</strong></p>
                <table>
                <caption>Now, at %s</caption>
                %s
                </table>
                %s
                <p><a href="/">Show again</a> · <a href="/status">The same as JSON</a></p>
                </main>
                </body>
                </html>
                """.formatted(headline(status), sentence(status), shown(now), rows(status, now), deadLetters(letters));
    }

    private static String headline(Status status) {
        return status.connected() ? "Connected" : "Not connected";
    }

    private static String sentence(Status status) {
        if (status.connected()) {
            return status.queued() == 0
                    ? "Connected. Everything has been sent."
                    : "Connected. Measurements are being sent.";
        }
        return "Not connected. Measurements are kept here and sent when the line is back.";
    }

    private static String rows(Status status, Instant now) {
        return row("Waiting to be sent", Integer.toString(status.queued()))
                + row(
                        "The oldest of them",
                        status.oldest()
                                .map(oldest -> shown(oldest) + ", " + age(oldest, now))
                                .orElse("none"))
                + row(
                        "Room used",
                        "%d of %d MB".formatted(megabytes(status.queueBytes()), megabytes(status.queueLimit())))
                + row("Sent since the start", Long.toString(status.forwarded()))
                + row("Refused by the gateway for good", Integer.toString(status.dead()))
                + row("Devices that stand still for want of room for those", Integer.toString(status.devicesHeld()))
                + row("Not taken from devices since the start", Long.toString(status.refused()))
                + row("Gateway", status.gateway())
                + row(
                        "Last trouble",
                        status.lastError()
                                .map(problem -> shown(problem.at()) + ": " + problem.text())
                                .orElse("none"));
    }

    private static String row(String name, String value) {
        return "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n".formatted(escaped(name), escaped(value));
    }

    private static String deadLetters(List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return "";
        }
        String rows = letters.stream()
                .map(letter -> "<tr><td>%s</td><td>%s</td><td>%s</td></tr>\n"
                        .formatted(
                                escaped(letter.message().device()),
                                shown(letter.message().receivedAt()),
                                escaped(letter.reason().toString())))
                .collect(Collectors.joining());
        return """
                <table>
                <caption>Refused by the gateway for good (the first %d)</caption>
                <thead><tr><th scope="col">Device</th><th scope="col">Received</th><th scope="col">Reason</th></tr></thead>
                <tbody>
                %s</tbody>
                </table>
                <p>After the cause is mended: <code>./derwent edge dead-letters replay --all</code></p>
                """.formatted(letters.size(), rows);
    }

    private static String shown(Instant time) {
        return time.toString().substring(0, "2026-11-22T08:05".length()).replace('T', ' ') + " UTC";
    }

    private static String age(Instant since, Instant now) {
        Duration age = Duration.between(since, now);
        if (age.toHours() >= 48) {
            return age.toDays() + " days ago";
        }
        return age.toMinutes() >= 120 ? age.toHours() + " hours ago" : age.toMinutes() + " minutes ago";
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
