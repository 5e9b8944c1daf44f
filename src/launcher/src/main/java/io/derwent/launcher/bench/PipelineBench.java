package io.derwent.launcher.bench;

import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.devicesim.api.RegistryApi;
import io.derwent.model.Ids;
import io.derwent.model.Kind;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.store.Database;
import io.derwent.store.DatabaseConfig;
import io.derwent.store.ReadingSources;
import io.derwent.wire.HonoTopics;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code derwent bench pipeline}: readings that lie in Kafka, through the vitals job into committed rows; beside it a job
 * that passes them from Kafka into the same rows and asks nothing (what identity, attribution and scoring cost), one that
 * only reads and shuffles them (Flink's limit here), and the store's writer alone (the database's limit here). Rates are
 * taken between a half and nine tenths of the way: what is measured is a job that has run for a while, as jobs do, not the
 * JVM compiling it.
 */
@Command(
        name = "pipeline",
        description =
                "Readings a second through the vitals job, from Kafka to committed rows, beside pass-through jobs and"
                        + " the bare writer.")
final class PipelineBench implements Callable<Integer> {
    static final String TENANT = "bench";
    static final String CONTENT_TYPE = "application/vnd.derwent.reading+json";
    private static final int STEP_MILLIS = 20;
    private static final int BATCH = 1_000;
    static final int WRITERS = 2;
    private static final long STOP_SECONDS = 30;
    private static final long POLL_MILLIS = 200;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);

    @Option(names = "--json", description = "Print one line of JSON.")
    boolean json;

    @Option(names = "--readings", defaultValue = "3000000", description = "How many (${DEFAULT-VALUE}).")
    int readings;

    @Option(names = "--devices", defaultValue = "1000", description = "Of how many patients (${DEFAULT-VALUE}).")
    int devices;

    @Option(names = "--assets", description = "Pings of readers through the assets job, not readings.")
    boolean assets;

    @Option(names = "--pings", defaultValue = "8000000", description = "With --assets, how many (${DEFAULT-VALUE}).")
    int pings;

    @Override
    public Integer call() throws Exception {
        if (assets) {
            new PingPipeline(pings).run().print(json);
            return 0;
        }
        try (Subject subject = Subject.start("--without", "jobs")) {
            settle(subject);
            fill(subject.kafka());
            double read = reading(subject.kafka(), readings);
            double vitals = vitals(subject, readings);
            double passed = passing(subject, readings);
            double written = bareWriter(subject);
            String ours = "readings through the vitals job";
            new Report("pipeline")
                    .compared(ours, vitals, "/s", "pass-through job into the same rows", passed, "0.5")
                    .compared(ours, vitals, "/s", "pass-through job that forgets them", read, "")
                    .compared(ours, vitals, "/s", "bare writer", written, "0.7")
                    .print(json);
        }
        return 0;
    }

    private void settle(Subject subject) throws IOException {
        RegistryApi registry = new RegistryApi(subject.gateway(), subject.adminToken());
        ConsoleApi console = new ConsoleApi(subject.console(), subject.adminToken());
        registry.ensureTenant(TENANT);
        for (int index = 0; index < devices; index++) {
            String patient = "patient-" + index;
            registry.ensureDevice(TENANT, device(index), List.of());
            console.ensurePatient(
                    TENANT, patient, "Bench", "Patient", NhsNumbers.number(index), LocalDate.of(1950, 1, 1));
            console.ensureCarePlan(TENANT, patient, "oximetry", 1);
            console.ensureAssignment(
                    TENANT, device(index), patient, Instant.now().minus(30, ChronoUnit.DAYS));
        }
    }

    private static String device(int index) {
        return "oximeter-" + index;
    }

    private Instant taken(int number) {
        return Instant.now()
                .truncatedTo(ChronoUnit.HOURS)
                .minus((long) readings * STEP_MILLIS, ChronoUnit.MILLIS)
                .plusMillis((long) number * STEP_MILLIS);
    }

    private static byte[] payload(Instant taken) {
        return String.format(Locale.ROOT, "{\"kind\":\"spo2\",\"effectiveTime\":\"%s\",\"percent\":97}", taken)
                .getBytes(StandardCharsets.UTF_8);
    }

    private void fill(String kafka) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(KafkaLoad.settings(kafka), new StringSerializer(), new ByteArraySerializer())) {
            for (int number = 0; number < readings; number++) {
                Instant taken = taken(number);
                send(producer, device(number % devices), CONTENT_TYPE, payload(taken), taken.plusMillis(1));
            }
        }
    }

    /** As the gateway writes an event. */
    static void send(
            KafkaProducer<String, byte[]> producer,
            String device,
            String contentType,
            byte[] payload,
            Instant receivedAt) {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(HonoTopics.event(TENANT), device, payload);
        header(message, "device_id", device);
        header(message, "qos", "1");
        header(message, "content-type", contentType);
        header(message, "creation-time", String.valueOf(receivedAt.toEpochMilli()));
        var unused = producer.send(message);
    }

    private static void header(ProducerRecord<String, byte[]> message, String name, String value) {
        message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Messages a second that are read and forgotten. */
    static double reading(String kafka, long messages) throws Exception {
        try (PassThroughJob job =
                PassThroughJob.start(kafka, HonoTopics.event(TENANT), WRITERS, new DiscardingSink<>())) {
            return rate(job::passed, messages);
        }
    }

    /** Messages a second that are decoded and written as rows, nothing asked. */
    static double passing(Subject subject, long readings) throws Exception {
        Map<String, String> environment = subject.environment("jobs");
        try (Database database = jobsDatabase(environment)) {
            long before = count(database);
            try (PassThroughJob job = PassThroughJob.start(
                    subject.kafka(), HonoTopics.event(TENANT), WRITERS, new RowsSink(environment, TENANT))) {
                return rate(() -> Math.min(job.passed(), count(database) - before), readings);
            }
        }
    }

    /** Messages a second that the vitals job has written as rows. */
    static double vitals(Subject subject, long readings) throws Exception {
        Map<String, String> environment = subject.environment("jobs");
        try (Database database = jobsDatabase(environment)) {
            return rateOf("io.derwent.streamjobs.vitals.VitalsJob", environment, () -> count(database), readings);
        }
    }

    /** Of a job in a process of its own, with as many subtasks as the one it is compared with; it is stopped then. */
    static double rateOf(String job, Map<String, String> environment, LongSupplier done, long total)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx320m",
                        "-XX:NewRatio=1",
                        "-XX:+UseSerialGC",
                        "-Dlogback.configurationFile=io/derwent/launcher/logback-terminal.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.derwent.launcher.Child",
                        job)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        builder.environment().put("DERWENT_JOBS_PARALLELISM", String.valueOf(WRITERS));
        Process process = builder.start();
        try {
            return rate(done, total);
        } finally {
            process.destroy();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    static Database jobsDatabase(Map<String, String> environment) {
        return Database.open(DatabaseConfig.fromEnvironment(environment).withPoolSize(WRITERS));
    }

    private static long count(Database database) {
        return database.inPlatform(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(
                            "select n_tup_ins from pg_stat_user_tables where schemaname = 'derwent' and relname = 'reading'")) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private double bareWriter(Subject subject) throws Exception {
        try (Database database = jobsDatabase(subject.environment("jobs"))) {
            ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
            AtomicInteger next = new AtomicInteger();
            AtomicInteger done = new AtomicInteger();
            for (int writer = 0; writer < WRITERS; writer++) {
                writers.execute(() -> {
                    for (int from = next.getAndAdd(BATCH); from < readings; from = next.getAndAdd(BATCH)) {
                        write(database, from);
                        done.addAndGet(BATCH);
                    }
                });
            }
            try {
                return rate(done::get, (long) readings);
            } finally {
                writers.shutdown();
                if (!writers.awaitTermination(1, TimeUnit.MINUTES)) {
                    writers.shutdownNow();
                }
            }
        }
    }

    private void write(Database database, int from) {
        List<Reading> rows = new ArrayList<>(BATCH);
        List<ReadingSources.Source> sources = new ArrayList<>(BATCH);
        for (int number = from; number < from + BATCH; number++) {
            Instant taken = taken(number);
            String id = Ids.of("bare", String.valueOf(number));
            rows.add(new Reading(
                    id,
                    1,
                    TENANT,
                    device(number % devices),
                    "patient-" + number % devices,
                    Kind.SPO2,
                    Map.of(Parameter.SPO2, BigDecimal.valueOf(97)),
                    Map.of(),
                    taken,
                    taken.plusMillis(1),
                    Set.of(),
                    null));
            sources.add(new ReadingSources.Source(
                    TENANT, id, HonoTopics.event(TENANT), CONTENT_TYPE, taken.plusMillis(1), payload(taken)));
        }
        RowsSink.commit(database, rows, sources);
    }

    /** A second, between a half and nine tenths of the way to {@code total}. */
    static double rate(LongSupplier done, long total) throws InterruptedException {
        long begin = System.nanoTime();
        long lowAt = 0;
        long low = 0;
        while (true) {
            long now = System.nanoTime();
            long count = done.getAsLong();
            if (lowAt == 0 && count >= total / 2) {
                lowAt = now;
                low = count;
            }
            if (count >= total * 9 / 10 && lowAt != 0 && now > lowAt) {
                return (count - low) / ((now - lowAt) / 1e9);
            }
            if (now - begin > LONGEST_NANOS) {
                throw new IllegalStateException("%d of %d in five minutes".formatted(count, total));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
