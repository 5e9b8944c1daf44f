package io.derwent.launcher.bench;

import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.devicesim.api.RegistryApi;
import io.derwent.model.AlertEvent;
import io.derwent.model.Ids;
import io.derwent.model.Severity;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.Keys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code derwent bench console}: nurses' open lists of cases while alerts come in. A page here does what a browser's does: it
 * hears the stream, and fetches the list at most once a second when something changed.
 */
@Command(
        name = "console",
        description = "Open lists of cases while alerts come in: server time, from alert to list, memory of a page.")
final class ConsoleBench implements Callable<Integer> {
    private static final String TENANT = "bench";
    private static final String RULE = "OX-02";
    private static final int PAGES_A_NURSE = 10;
    private static final int CREATORS = 8;
    private static final Duration GRACE = Duration.ofMinutes(3);
    private static final double AIM_VISIBLE_MILLIS = 1500;
    private static final double MICROS_A_MILLI = 1e3;

    @Option(names = "--json", description = "Print one line of JSON.")
    boolean json;

    @Option(names = "--cases", defaultValue = "5000", description = "Open cases (default: ${DEFAULT-VALUE}).")
    int cases;

    @Option(names = "--rate", defaultValue = "50", description = "Alerts a second (default: ${DEFAULT-VALUE}).")
    int rate;

    @Option(names = "--pages", defaultValue = "300", description = "Open pages (default: ${DEFAULT-VALUE}).")
    int pages;

    @Option(names = "--seconds", defaultValue = "60", description = "How long (default: ${DEFAULT-VALUE}).")
    int seconds;

    private final Histogram served = new ConcurrentHistogram(60_000_000, 3);
    private final Histogram bare = new ConcurrentHistogram(60_000_000, 3);
    private final Histogram visible = new ConcurrentHistogram(60_000_000, 3);

    @Override
    public Integer call() throws Exception {
        try (Subject subject = Subject.start();
                KafkaProducer<String, byte[]> alerts = producer(subject.kafka())) {
            List<String> tokens = settle(subject, alerts);
            Memory before = console(subject);
            List<CasePage> open = open(subject, tokens);
            Thread.sleep(Duration.ofSeconds(5).toMillis());
            Memory with = console(subject);
            load(subject, alerts, open);
            open.forEach(CasePage::close);
            report(before, with).print(json);
            return visible.getTotalCount() == seconds ? 0 : 1;
        }
    }

    private Report report(Memory before, Memory with) {
        return new Report("console")
                .compared(
                        "a list of %d cases from the server, p95".formatted(cases),
                        millis(served, 95),
                        "ms",
                        "a request that asks nothing",
                        millis(bare, 95),
                        "")
                .figure("the same, p99", millis(served, 99), "ms", "")
                .figure("lists served", (double) served.getTotalCount() / seconds, "/s", "")
                .compared("alert to list, p50", millis(visible, 50), "ms", "aim", AIM_VISIBLE_MILLIS, "")
                .compared("alert to list, p99", millis(visible, 99), "ms", "aim", AIM_VISIBLE_MILLIS, "< 1500 ms")
                .figure(
                        "memory of an open page",
                        (with.pssKilobytes() - before.pssKilobytes()) / (double) pages,
                        "KB",
                        "")
                .figure("alerts beside them", rate, "/s", "")
                .figure("open pages", pages, "", "");
    }

    private static double millis(Histogram histogram, double percent) {
        return histogram.getValueAtPercentile(percent) / MICROS_A_MILLI;
    }

    private static KafkaProducer<String, byte[]> producer(String kafka) {
        return new KafkaProducer<>(KafkaLoad.settings(kafka), new StringSerializer(), new ByteArraySerializer());
    }

    private static Memory console(Subject subject) throws IOException {
        return Memory.of(List.of(subject.process("console")));
    }

    /** Patients with an open case each, and the nurses' tokens. */
    private List<String> settle(Subject subject, KafkaProducer<String, byte[]> alerts) throws Exception {
        new RegistryApi(subject.gateway(), subject.adminToken()).ensureTenant(TENANT);
        ConsoleApi console = new ConsoleApi(subject.console(), subject.adminToken());
        ExecutorService creators = Executors.newFixedThreadPool(CREATORS);
        IntStream.range(0, cases + seconds)
                .forEach(index -> creators.execute(() -> console.ensurePatient(
                        TENANT,
                        patient(index),
                        "Bench",
                        "Number" + index,
                        NhsNumbers.number(index),
                        LocalDate.of(1950, 1, 1))));
        creators.shutdown();
        if (!creators.awaitTermination(GRACE.toSeconds() * 2, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the patients were not made in time");
        }
        for (int index = 0; index < cases; index++) {
            send(alerts, index, AlertEvent.Kind.RAISED, Severity.AMBER, "r");
        }
        alerts.flush();
        List<String> tokens = new ArrayList<>();
        for (int nurse = 0; nurse < Math.max(1, pages / PAGES_A_NURSE); nurse++) {
            tokens.add(console.createAccount(TENANT, "nurse", "bench-" + nurse, "Bench " + nurse, Optional.empty())
                    .orElseThrow()
                    .token());
        }
        awaitCases(subject.console(), tokens.get(0));
        return tokens;
    }

    private void awaitCases(String console, String token) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        String wanted = String.format(Locale.UK, "%,d open cases", cases);
        long deadline = System.nanoTime() + GRACE.toNanos();
        String said = "";
        while (!said.contains(wanted)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the list does not say \"%s\"".formatted(wanted));
            }
            Thread.sleep(200);
            said = http.send(CasePage.list(console, token), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private List<CasePage> open(Subject subject, List<String> tokens) {
        // as browsers talk to a server without TLS: each page on connections of its own
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<CasePage> open = new ArrayList<>();
        for (int page = 0; page < pages; page++) {
            open.add(new CasePage(http, subject.console(), tokens.get(page % tokens.size()), served));
        }
        return open;
    }

    /** Alerts that change cases, and each second one that opens one at the top: until when is it on the page we look at? */
    private void load(Subject subject, KafkaProducer<String, byte[]> alerts, List<CasePage> open) throws Exception {
        CasePage looked = open.get(0);
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest nothing = HttpRequest.newBuilder(URI.create(subject.console() + "/health/live"))
                .build();
        long start = System.nanoTime();
        for (int number = 0; number < seconds * rate; number++) {
            long wait = start + number * TimeUnit.SECONDS.toNanos(1) / rate - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            if (number % rate == 0) {
                int probe = cases + number / rate;
                looked.watch("Bench Number" + probe, System.nanoTime(), visible);
                send(alerts, probe, AlertEvent.Kind.RAISED, Severity.RED_EMERGENCY, "r");
                long asked = System.nanoTime();
                http.send(nothing, HttpResponse.BodyHandlers.discarding());
                bare.recordValue((System.nanoTime() - asked) / 1_000);
            } else {
                send(alerts, number % cases, AlertEvent.Kind.UPDATED, Severity.AMBER, "u" + number);
            }
        }
        Thread.sleep(Duration.ofSeconds(3).toMillis());
    }

    private static void send(
            KafkaProducer<String, byte[]> alerts, int index, AlertEvent.Kind kind, Severity severity, String step) {
        io.derwent.model.Subject patient = io.derwent.model.Subject.patient(patient(index));
        String alert = Ids.alert(TENANT, patient, RULE, "reading-" + index);
        Instant now = Instant.now();
        AlertEvent event = new AlertEvent(
                Ids.alertEvent(alert, kind, step),
                alert,
                kind,
                TENANT,
                patient,
                RULE,
                1,
                severity,
                now,
                now,
                now,
                now,
                false,
                List.of(),
                List.of(),
                null,
                List.of("spo2 < 95 %"),
                now,
                now);
        var unused = alerts.send(new ProducerRecord<>(
                DerwentTopics.ALERTS,
                Keys.of(TENANT, patient.id()),
                Codecs.alertEvents().encode(event)));
    }

    private static String patient(int index) {
        return String.format(Locale.ROOT, "patient-%05d", index);
    }
}
