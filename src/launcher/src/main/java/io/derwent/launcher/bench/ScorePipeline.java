package io.derwent.launcher.bench;

import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.devicesim.api.RegistryApi;
import io.derwent.devicesim.cohort.Cohort;
import io.derwent.devicesim.cohort.CohortPatient;
import io.derwent.devicesim.cohort.CohortPlan;
import io.derwent.devicesim.scenario.CanonicalPayload;
import io.derwent.model.Measurement;
import io.derwent.model.Reading;
import io.derwent.wire.ShippedPathways;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The readings of a cohort in Kafka, in the order they were received over weeks, through the vitals job into committed rows, each
 * patient under every rule of their pathway; beside it a job that passes them into the same rows and asks nothing.
 */
final class ScorePipeline {
    private final CohortPlan plan;

    /** A message as the gateway writes it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Message(Instant receivedAt, String device, byte[] payload) {}

    ScorePipeline(int patients, int days) {
        Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(days, ChronoUnit.DAYS);
        plan = new CohortPlan(CohortPlan.REPORTING_SEED, start, patients, days);
    }

    /**
     * Readings a second.
     *
     * @param vitals through the vitals job
     * @param passed through the job that asks nothing
     */
    record Rates(double vitals, double passed) {}

    Rates run() throws Exception {
        try (Subject subject = Subject.start("--without", "jobs")) {
            long readings = settleAndFill(subject);
            double vitals = PipelineBench.vitals(subject, readings);
            return new Rates(vitals, PipelineBench.passing(subject, readings));
        }
    }

    /** How many readings there are then, none of them twice. */
    private long settleAndFill(Subject subject) throws IOException {
        RegistryApi registry = new RegistryApi(subject.gateway(), subject.adminToken());
        ConsoleApi console = new ConsoleApi(subject.console(), subject.adminToken());
        registry.ensureTenant(PipelineBench.TENANT);
        List<Message> messages = new ArrayList<>();
        new Cohort(plan)
                .patients()
                .filter(patient -> ShippedPathways.all().of(patient.pathway()).isPresent())
                .forEach(patient -> {
                    settle(patient, registry, console);
                    messages.addAll(messages(patient));
                });
        messages.sort(Comparator.comparing(Message::receivedAt));
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                KafkaLoad.settings(subject.kafka()), new StringSerializer(), new ByteArraySerializer())) {
            for (Message message : messages) {
                PipelineBench.send(
                        producer,
                        message.device(),
                        PipelineBench.CONTENT_TYPE,
                        message.payload(),
                        message.receivedAt());
            }
        }
        return messages.size();
    }

    private void settle(CohortPatient patient, RegistryApi registry, ConsoleApi console) {
        int number = Integer.parseInt(patient.id().substring(patient.id().indexOf('-') + 1));
        console.ensurePatient(
                PipelineBench.TENANT,
                patient.id(),
                "Bench",
                "Patient",
                NhsNumbers.number(number),
                LocalDate.of(1950, 1, 1));
        console.ensureCarePlan(PipelineBench.TENANT, patient.id(), patient.pathway(), patient.spo2Scale());
        Set<String> devices = patient.readings().stream().map(Reading::device).collect(Collectors.toSet());
        for (String device : devices) {
            registry.ensureDevice(PipelineBench.TENANT, device, List.of());
            console.ensureAssignment(PipelineBench.TENANT, device, patient.id(), plan.start());
        }
    }

    private static List<Message> messages(CohortPatient patient) {
        Set<String> seen = new HashSet<>();
        return patient.readings().stream()
                .filter(reading -> seen.add(reading.id()))
                .map(reading -> new Message(
                        reading.receivedAt(),
                        reading.device(),
                        CanonicalPayload.of(
                                new Measurement(reading.kind(), reading.quantities(), reading.findings()),
                                reading.effectiveTime(),
                                null)))
                .toList();
    }
}
