package io.derwent.devicesim.cohort;

import io.derwent.devicesim.scenario.CanonicalPayload;
import io.derwent.devicesim.scenario.Seeds;
import io.derwent.model.Finding;
import io.derwent.model.InvalidMeasurement;
import io.derwent.model.Kind;
import io.derwent.model.Measurement;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.wire.DecodedReading;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * One patient at home with devices: when something is measured, what a device makes of the body, what goes wrong, and when the
 * gateway gets it.
 */
final class Household {
    static final String TENANT = "cohort";

    private static final Duration BETWEEN_READINGS = Duration.ofMinutes(2);
    private static final int JITTER_MINUTES = 40;
    private static final int LONGEST_WAY_SECONDS = 20;
    private static final int FASTER_THAN_TAKEN = 600;
    private static final double SENT_TWICE = 0.01;
    private static final int LONGEST_UNTIL_SENT_AGAIN_SECONDS = 7_200;
    private static final double PART_LEFT_OUT = 0.08;
    private static final double PROMPT_IGNORED = 0.2;
    private static final int SOONEST_ANSWER_SECONDS = 120;
    private static final int LATEST_ANSWER_SECONDS = 1_500;
    private static final double LEAST_PULSE_PRESSURE = 15;

    private final CohortPlan plan;
    private final String patient;
    private final Usual usual;
    private final Body body;
    private final Absences absences;
    private final double forgetful;
    private final List<Reading> readings = new ArrayList<>();
    private final List<Artefact> artefacts = new ArrayList<>();
    private final List<Absence> notTaken = new ArrayList<>();

    /** What came of measuring once; without a reading where the gateway refuses it. */
    private record Taken(Optional<Reading> reading, Instant at, Optional<Artefact.Kind> mishap) {}

    Household(CohortPlan plan, String patient, Usual usual, Body body, Absences absences) {
        this.plan = plan;
        this.patient = patient;
        this.usual = usual;
        this.body = body;
        this.absences = absences;
        this.forgetful = Usual.around(Seeds.of(plan.seed(), "forgetful", patient), 0.06, 0.05, 0.01, 0.3);
    }

    /** Lives through the plan, once. */
    void live(List<Session> routine) {
        LocalDate first = plan.start().atZone(CohortPlan.HOME).toLocalDate();
        for (int day = 0; day < plan.days(); day++) {
            for (int number = 0; number < routine.size(); number++) {
                Session session = routine.get(number);
                LocalDate date = first.plusDays(day);
                Random chance = Seeds.of(plan.seed(), "session", patient, date.toString(), Integer.toString(number));
                Instant at = date.atTime(session.hour(), 0)
                        .atZone(CohortPlan.HOME)
                        .toInstant()
                        .plusSeconds(60L * (chance.nextInt(2 * JITTER_MINUTES) - JITTER_MINUTES) + chance.nextInt(60));
                hold(session, at, chance);
            }
        }
        readings.sort(Comparator.comparing(Reading::receivedAt)
                .thenComparing(Reading::effectiveTime)
                .thenComparing(Reading::id));
    }

    private void hold(Session session, Instant at, Random chance) {
        if (at.isBefore(plan.start()) || !at.isBefore(plan.end()) || absences.isAway(at)) {
            return;
        }
        if (chance.nextDouble() < forgetful) {
            notTaken.add(new Absence(Absence.Kind.NOT_TAKEN, at, at));
            return;
        }
        for (int reading = 0; reading < session.readings(); reading++) {
            Instant taken = at.plus(BETWEEN_READINGS.multipliedBy(reading));
            keep(take(session.kind(), taken, chance, Mishaps.Care.USUAL), chance);
        }
    }

    private void keep(Taken taken, Random chance) {
        taken.reading().ifPresent(first -> {
            readings.add(first);
            if (chance.nextDouble() < SENT_TWICE) {
                int later = 1 + chance.nextInt(LONGEST_UNTIL_SENT_AGAIN_SECONDS);
                readings.add(again(first, first.receivedAt().plusSeconds(later)));
            }
        });
        taken.mishap()
                .ifPresent(mishap -> artefacts.add(new Artefact(
                        mishap, taken.at(), taken.reading().map(Reading::id).orElse(null))));
    }

    /** What somebody who is asked to measure again sends; empty if they do not, or if it is no living person's. */
    Optional<Reading> measureAgain(Kind kind, Instant askedAt) {
        Random chance = Seeds.of(plan.seed(), "again", patient, kind.code(), askedAt.toString());
        if (chance.nextDouble() < PROMPT_IGNORED) {
            return Optional.empty();
        }
        Instant taken = askedAt.plusSeconds(
                        SOONEST_ANSWER_SECONDS + chance.nextInt(LATEST_ANSWER_SECONDS - SOONEST_ANSWER_SECONDS))
                .truncatedTo(ChronoUnit.SECONDS);
        return take(kind, taken, chance, Mishaps.Care.AFTER_A_PROMPT).reading();
    }

    private Taken take(Kind kind, Instant taken, Random chance, Mishaps.Care care) {
        Map<Parameter, Double> values = new EnumMap<>(Parameter.class);
        for (Kind.Field field : kind.fields()) {
            if (field instanceof Kind.Field.Quantity quantity
                    && usual.levels().containsKey(quantity.parameter())
                    && (kind != Kind.OBSERVATION_SET || chance.nextDouble() >= PART_LEFT_OUT)) {
                values.put(quantity.parameter(), body.value(quantity.parameter(), taken, chance));
            }
        }
        values.computeIfPresent(
                Parameter.DIASTOLIC_BP,
                (parameter, diastolic) ->
                        Math.min(diastolic, value(values, Parameter.SYSTOLIC_BP) - LEAST_PULSE_PRESSURE));
        Optional<Artefact.Kind> mishap = Mishaps.befall(kind, values, mishapsOf(kind, taken), chance, care);
        return new Taken(
                measurement(kind, values, taken).map(measured -> reading(measured, taken, chance)), taken, mishap);
    }

    private static double value(Map<Parameter, Double> values, Parameter parameter) {
        return Objects.requireNonNull(values.get(parameter));
    }

    private Random mishapsOf(Kind kind, Instant taken) {
        String hour = taken.truncatedTo(ChronoUnit.HOURS).toString();
        return Seeds.of(plan.seed(), "mishap", patient, kind.code(), hour);
    }

    /** Empty where the gateway refuses it. */
    private Optional<Measurement> measurement(Kind kind, Map<Parameter, Double> values, Instant taken) {
        Map<Parameter, BigDecimal> quantities = new EnumMap<>(Parameter.class);
        values.forEach((parameter, value) -> quantities.put(parameter, shown(parameter, value)));
        try {
            return Optional.of(new Measurement(kind, quantities, findings(kind, taken)));
        } catch (InvalidMeasurement e) {
            return Optional.empty();
        }
    }

    private Map<Finding, String> findings(Kind kind, Instant taken) {
        if (kind != Kind.OBSERVATION_SET) {
            return Map.of();
        }
        Map<Finding, String> findings = new HashMap<>(usual.findings());
        if (body.isConfused(taken)) {
            findings.replace(Finding.CONSCIOUSNESS, "C");
        }
        return findings;
    }

    /** As a display shows it. */
    private static BigDecimal shown(Parameter parameter, double value) {
        int decimals =
                switch (parameter) {
                    case BODY_TEMPERATURE, BODY_WEIGHT, BLOOD_GLUCOSE -> 1;
                    case SYSTOLIC_BP,
                            DIASTOLIC_BP,
                            MEAN_BP,
                            PULSE_RATE,
                            SPO2,
                            RESPIRATORY_RATE,
                            RESTING_HEART_RATE,
                            STEPS,
                            WEAR_TIME,
                            SLEEP_TIME -> 0;
                };
        return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
    }

    private Reading reading(Measurement measurement, Instant taken, Random chance) {
        String device = measurement.kind().code() + "-" + patient;
        byte[] payload = CanonicalPayload.of(measurement, taken, null);
        return new DecodedReading(0, measurement, taken, taken.toString(), null, null)
                .received(TENANT, device, payload, receivedAt(taken, chance), taken)
                .attributedTo(patient, 0);
    }

    /** At once, or one after the other when there is a line again. */
    private Instant receivedAt(Instant taken, Random chance) {
        int way = 1 + chance.nextInt(LONGEST_WAY_SECONDS);
        return absences.offline(taken)
                .map(offline -> offline.until()
                        .plus(Duration.between(offline.from(), taken).dividedBy(FASTER_THAN_TAKEN)))
                .orElseGet(() -> taken.plusSeconds(way));
    }

    private static Reading again(Reading first, Instant receivedAt) {
        return new Reading(
                first.id(),
                first.revision(),
                first.tenant(),
                first.device(),
                first.patient(),
                first.kind(),
                first.quantities(),
                first.findings(),
                first.effectiveTime(),
                receivedAt,
                first.marks(),
                first.seq());
    }

    List<Reading> readings() {
        return readings;
    }

    List<Artefact> artefacts() {
        return artefacts;
    }

    List<Absence> notTaken() {
        return notTaken;
    }
}
