package io.derwent.streamjobs.vitals;

import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Whose;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An accepted reading as its device's state keeps it under its id, without what the key says; a persistent format. About 90
 * bytes. {@code whose} is absent in what earlier versions kept.
 */
public record KnownReading(
        int revision,
        @Nullable String patient,
        Kind kind,
        Map<Parameter, BigDecimal> quantities,
        Map<Finding, String> findings,
        Instant effectiveTime,
        Instant receivedAt,
        List<Mark> marks,
        @Nullable Long seq,
        @Nullable Whose whose) {

    static KnownReading of(Reading reading) {
        return new KnownReading(
                reading.revision(),
                reading.patient(),
                reading.kind(),
                reading.quantities(),
                reading.findings(),
                reading.effectiveTime(),
                reading.receivedAt(),
                List.copyOf(reading.marks()),
                reading.seq(),
                reading.whose());
    }

    Reading toReading(String id, String tenant, String device) {
        return new Reading(
                id,
                revision,
                tenant,
                device,
                patient,
                kind,
                quantities,
                findings,
                effectiveTime,
                receivedAt,
                Set.copyOf(marks),
                seq,
                whose);
    }
}
