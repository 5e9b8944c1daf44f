package io.derwent.streamjobs.vitals;

import io.derwent.model.AssignmentHistory;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.CarePlan;
import io.derwent.model.DeadLetter;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Schedule;
import io.derwent.streamjobs.Arrival;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.HonoTopics;
import io.derwent.wire.HubTime;
import io.derwent.wire.ShippedPathways;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the tests of this package start from: one tenant, one device, noon. */
final class Given {
    static final String TENANT = "derby";
    static final String DEVICE = "oximeter-1";
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

    private Given() {}

    static Arrival arrival(String device, String contentType, String payload, Instant receivedAt) {
        return new Arrival(
                new HonoRecord(
                        HonoTopics.event(TENANT),
                        device,
                        List.of(
                                new DeadLetter.Header(HonoRecord.CONTENT_TYPE, contentType),
                                new DeadLetter.Header(
                                        HonoRecord.CREATION_TIME, Long.toString(receivedAt.toEpochMilli()))),
                        payload.getBytes(StandardCharsets.UTF_8)),
                receivedAt);
    }

    static Arrival arrival(String payload, Instant receivedAt) {
        return arrival(DEVICE, "application/vnd.derwent.reading+json", payload, receivedAt);
    }

    /** As a gateway writes what a hub sent, which took it from the device before. */
    static Arrival throughHub(String payload, Instant taken, Instant receivedAt) {
        HonoRecord direct = arrival(payload, receivedAt).message();
        List<DeadLetter.Header> headers = new ArrayList<>(direct.headers());
        headers.add(new DeadLetter.Header(
                HonoRecord.ORIG_ADDRESS, "event//%s/?%s".formatted(DEVICE, HubTime.property(taken))));
        return new Arrival(new HonoRecord(direct.topic(), DEVICE, headers, direct.payload()), receivedAt);
    }

    static String spo2(Instant effectiveTime, String percent) {
        return "{\"kind\":\"spo2\",\"effectiveTime\":\"%s\",\"percent\":%s}".formatted(effectiveTime, percent);
    }

    static Reading reading(String id, Instant effectiveTime, Instant receivedAt, String percent, Mark... marks) {
        return new Reading(
                id,
                0,
                TENANT,
                DEVICE,
                null,
                Kind.SPO2,
                Map.of(Parameter.SPO2, new BigDecimal(percent)),
                Map.of(),
                effectiveTime,
                receivedAt,
                Set.of(marks),
                null);
    }

    static Measured measured(Reading reading) {
        return measuredAt(reading.effectiveTime(), reading);
    }

    /** What the device measured at {@code timeInId} by its own clock. */
    static Measured measuredAt(Instant timeInId, Reading reading) {
        return new Measured(
                reading,
                null,
                timeInId,
                HonoTopics.event(TENANT),
                "text/plain",
                new byte[] {1},
                NOON,
                null,
                reading.receivedAt());
    }

    static Measured withoutTime(Reading reading, String contentKey) {
        return new Measured(
                reading,
                contentKey,
                null,
                HonoTopics.event(TENANT),
                "text/plain",
                new byte[] {1},
                NOON,
                null,
                reading.receivedAt());
    }

    static AssignmentHistory history(long version, Assignment... assignments) {
        return new AssignmentHistory(TENANT, DEVICE, version, List.of(assignments));
    }

    static Assignment since(String patient, Instant from) {
        return new Assignment(patient, from, null, null);
    }

    static Assignment between(String patient, Instant from, Instant to) {
        return new Assignment(patient, from, to, null);
    }

    static CarePlan plan(String patient, String pathway, long version, Instant validFrom) {
        return plan(patient, pathway, version, validFrom, Schedule.NONE);
    }

    static CarePlan plan(String patient, String pathway, long version, Instant validFrom, Schedule schedule) {
        return new CarePlan(
                TENANT,
                patient,
                version,
                pathway,
                1,
                1,
                validFrom,
                true,
                ShippedPathways.all().named(pathway).rules(),
                schedule);
    }

    static Attributed observed(Reading reading, String patient) {
        return new Attributed(
                Attributed.Step.OBSERVE,
                reading.attributedTo(patient, reading.revision()),
                patient,
                reading.receivedAt(),
                NOON);
    }

    static Instant minute(int minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }
}
