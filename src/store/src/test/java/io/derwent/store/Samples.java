package io.derwent.store;

import io.derwent.model.AlertEvent;
import io.derwent.model.Asset;
import io.derwent.model.AssetMove;
import io.derwent.model.Finding;
import io.derwent.model.Ids;
import io.derwent.model.Kind;
import io.derwent.model.LastSeen;
import io.derwent.model.Mark;
import io.derwent.model.Mobility;
import io.derwent.model.Parameter;
import io.derwent.model.Place;
import io.derwent.model.Reading;
import io.derwent.model.Score;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import io.derwent.store.Patients.Patient;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Small made-up things to store. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private Samples() {}

    static Reading bloodPressure(String tenant, String id, @Nullable String patient, Instant effectiveTime) {
        return bloodPressure(tenant, id, 0, patient, effectiveTime, 192, Set.of());
    }

    static Reading bloodPressure(
            String tenant,
            String id,
            int revision,
            @Nullable String patient,
            Instant effectiveTime,
            int systolic,
            Set<Mark> marks) {
        return new Reading(
                id,
                revision,
                tenant,
                "cuff-1",
                patient,
                Kind.BP_PANEL,
                Map.of(
                        Parameter.SYSTOLIC_BP,
                        BigDecimal.valueOf(systolic),
                        Parameter.DIASTOLIC_BP,
                        BigDecimal.valueOf(90)),
                Map.of(),
                effectiveTime,
                effectiveTime.plusSeconds(2),
                marks,
                7L);
    }

    /** As a device with a counter sends it; null: the device has none. */
    static Reading counted(Reading reading, String device, @Nullable Long seq) {
        return new Reading(
                reading.id(),
                reading.revision(),
                reading.tenant(),
                device,
                reading.patient(),
                reading.kind(),
                reading.quantities(),
                reading.findings(),
                reading.effectiveTime(),
                reading.receivedAt(),
                reading.marks(),
                seq);
    }

    static Reading temperature(String tenant, String id, String patient, Instant effectiveTime) {
        return new Reading(
                id,
                0,
                tenant,
                "thermometer-1",
                patient,
                Kind.TEMPERATURE,
                Map.of(Parameter.BODY_TEMPERATURE, new BigDecimal("37.10")),
                Map.of(Finding.TEMPERATURE_SITE, "tympanic"),
                effectiveTime,
                effectiveTime.plusSeconds(2),
                Set.of(Mark.NO_DEVICE_TIME),
                null);
    }

    static Score score(String tenant, String reading, int revision, String patient, Instant effectiveTime) {
        return new Score(
                Ids.of(reading, "1"),
                revision,
                tenant,
                patient,
                reading,
                effectiveTime,
                effectiveTime.plusSeconds(2),
                1,
                null,
                3,
                9,
                Map.of("rr", 3),
                true,
                null,
                null,
                List.of("spo2", "temp_c"),
                false);
    }

    static Patient patient(String tenant, String id) {
        return new Patient(tenant, id, "Ada", "Lovelace", null, null, Patients.Care.UNKNOWN);
    }

    static Asset pump(String tenant, String id, String key) {
        return new Asset(
                tenant,
                id,
                1,
                "Infusion pump " + id,
                "infusion pump",
                "EQ-" + id,
                List.of(new Asset.Key("8004", key)),
                List.of(),
                Mobility.ASSET_TRACKING,
                true);
    }

    /** In a site of the tenant's; {@code extension} null: the site itself. */
    static Place place(String tenant, @Nullable String extension) {
        String gln = "5055123000012";
        @Nullable String site = extension == null ? null : gln;
        return new Place(
                tenant, 1, gln, extension, extension == null ? "Site" : extension, site, site, true, List.of());
    }

    static LastSeen lastSeen(String tenant, String asset, long moves, String place, Instant lastSeenAt) {
        return new LastSeen(
                tenant,
                asset,
                Mobility.ASSET_TRACKING,
                moves,
                place,
                true,
                lastSeenAt,
                lastSeenAt,
                "reader-1",
                2,
                0.8,
                20_000);
    }

    /** It arrived, if this is its first move, else it moved. */
    static AssetMove move(String tenant, String asset, long seq, Instant at) {
        AssetMove.Kind kind = seq == 1 ? AssetMove.Kind.ARRIVED : AssetMove.Kind.MOVED;
        String place = "5055123000012.WARD-" + seq;
        return new AssetMove(
                Ids.assetMove(tenant, asset, seq, kind, place, at),
                tenant,
                asset,
                seq,
                kind,
                place,
                seq == 1 ? null : "5055123000012.WARD-" + (seq - 1),
                at,
                0.8,
                new AssetMove.Evidence("reader-1", 2, 3, -5350, null, at));
    }

    static AlertEvent alertEvent(
            String tenant, String patient, String alert, AlertEvent.Kind kind, Severity severity, Instant at) {
        return new AlertEvent(
                Ids.of(alert, kind.code(), severity.code(), at.toString()),
                alert,
                kind,
                tenant,
                Subject.patient(patient),
                "BP-03",
                1,
                severity,
                at,
                at.minus(Duration.ofMinutes(2)),
                at.minus(Duration.ofMinutes(1)),
                at,
                false,
                List.of(),
                List.of(),
                null,
                List.of("systolic_bp >= 180 mm[Hg]"),
                null,
                null);
    }

    /** A step of an alert that no reading caused: what did not come. */
    static AlertEvent missing(AlertEvent step, List<String> missing) {
        return new AlertEvent(
                step.id(),
                step.alert(),
                step.kind(),
                step.tenant(),
                step.subject(),
                step.rule(),
                step.ruleVersion(),
                step.severity(),
                step.at(),
                step.firstBreachAt(),
                step.effectiveTime(),
                step.receivedAt(),
                step.late(),
                step.readings(),
                missing,
                step.score(),
                step.limits(),
                step.decodedAt(),
                step.scoredAt());
    }
}
