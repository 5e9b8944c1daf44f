package io.derwent.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A NEWS2 result as stored: a total when all seven parts are known, otherwise bounds and what is missing (NEWS2 RCP 2017;
 * the bounds are our proposal, RCP defines no partial score).
 *
 * @param id         hash of the reading it rests on and the scale
 * @param revision   of that reading; the higher wins
 * @param total      0 to 20, or null while parts are missing
 * @param parts      points by input name ({@code rr}, {@code spo2}, …), known parts only
 * @param missing    input names of the missing parts
 * @param band       low, low-medium, medium, high; null unless complete
 * @param monitoring 12h, 4-6h, 1h, continuous; null unless complete
 * @param withdrawn  true when the reading turned out to be another person's
 */
public record Score(
        String id,
        int revision,
        String tenant,
        String patient,
        String reading,
        Instant effectiveTime,
        Instant receivedAt,
        int spo2Scale,
        @Nullable Integer total,
        int lowerBound,
        int upperBound,
        Map<String, Integer> parts,
        boolean anySingleThree,
        @Nullable String band,
        @Nullable String monitoring,
        List<String> missing,
        boolean withdrawn) {}
