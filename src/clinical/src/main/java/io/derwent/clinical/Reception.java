package io.derwent.clinical;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether anything can come in: from the signs of life of all gateways to the times in which none of them was there. Those
 * are pauses for every patient ({@link PatientWatch#paused}).
 *
 * <pre>
 *   sign ──── two minutes ──── SILENT: a pause, for a day at first ──── a day ──── a day longer, and so on
 *     └─ sign                    └─ sign: it ends with that sign
 * </pre>
 *
 * It begins when the silence was found out, not at the last sign: what fell due in between has been told. A persistent
 * format.
 *
 * @param lastSign newest sign of life
 * @param pause    that was told and has not ended; null if there is none
 */
public record Reception(Instant lastSign, @Nullable Pause pause) {
    private static final Duration SILENCE = Duration.ofMinutes(2);
    private static final Duration BELIEVED_FOR = Duration.ofDays(1);

    /** What is remembered then, and the pause to tell, if it is news. */
    public record Step(Reception after, Optional<Pause> news) {}

    /** A sign of life; an older one than is known changes nothing. Of the first nothing follows. */
    public static Step sign(@Nullable Reception before, Instant at) {
        if (before == null) {
            return new Step(new Reception(at, null), Optional.empty());
        }
        if (!at.isAfter(before.lastSign)) {
            return new Step(before, Optional.empty());
        }
        boolean wasSilent = at.isAfter(before.silentFrom());
        return new Step(
                new Reception(at, null),
                wasSilent ? Optional.of(new Pause(before.silentFrom(), at)) : Optional.empty());
    }

    /** When something is to be told unless a sign comes before. */
    public Instant due() {
        return pause == null ? silentFrom() : pause.to();
    }

    /** Time passed without a sign. */
    public Step at(Instant now) {
        if (now.isBefore(due())) {
            return new Step(this, Optional.empty());
        }
        Pause longer = new Pause(silentFrom(), now.plus(BELIEVED_FOR));
        return new Step(new Reception(lastSign, longer), Optional.of(longer));
    }

    private Instant silentFrom() {
        return lastSign.plus(SILENCE);
    }
}
