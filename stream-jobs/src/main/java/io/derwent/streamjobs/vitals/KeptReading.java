package io.derwent.streamjobs.vitals;

import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A reading as kept in state, so that the domain's own record may change freely; a persistent format. About 300 bytes. */
public record KeptReading(
        String id,
        int revision,
        String tenant,
        String device,
        @Nullable String patient,
        Kind kind,
        Map<Parameter, BigDecimal> quantities,
        Map<Finding, String> findings,
        Instant effectiveTime,
        Instant receivedAt,
        List<Mark> marks,
        @Nullable Long seq) {

    static KeptReading of(Reading reading) {
        return new KeptReading(
                reading.id(),
                reading.revision(),
                reading.tenant(),
                reading.device(),
                reading.patient(),
                reading.kind(),
                reading.quantities(),
                reading.findings(),
                reading.effectiveTime(),
                reading.receivedAt(),
                List.copyOf(reading.marks()),
                reading.seq());
    }

    Reading toReading() {
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
                seq);
    }
}
