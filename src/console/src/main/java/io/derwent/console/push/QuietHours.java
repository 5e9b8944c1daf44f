package io.derwent.console.push;

import io.derwent.store.Contacts.Contact;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * From one local time in London to another, each night anew: what is not urgent waits until they end. Over midnight where the
 * end is not after the beginning. A time that the night of the change to summer time skips is that much later, as clocks show.
 */
public record QuietHours(LocalTime from, LocalTime to) {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");

    public static Optional<QuietHours> of(Contact contact) {
        LocalTime from = contact.quietFrom();
        LocalTime to = contact.quietTo();
        return from == null || to == null || from.equals(to) ? Optional.empty() : Optional.of(new QuietHours(from, to));
    }

    /** The first time at or after {@code at} that is not quiet. */
    public Instant firstLoudAt(Instant at) {
        ZonedDateTime local = at.atZone(LONDON);
        for (int daysBack = 1; daysBack >= 0; daysBack--) {
            ZonedDateTime begins =
                    local.toLocalDate().minusDays(daysBack).atTime(from).atZone(LONDON);
            ZonedDateTime ends = begins.toLocalDate()
                    .plusDays(to.isAfter(from) ? 0 : 1)
                    .atTime(to)
                    .atZone(LONDON)
                    // of an hour that is there twice, the later: the clock has shown it once before the night was over
                    .withLaterOffsetAtOverlap();
            if (!local.isBefore(begins) && local.isBefore(ends)) {
                return ends.toInstant();
            }
        }
        return at;
    }
}
