package io.derwent.clinical;

import io.derwent.model.AlertEvent;
import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reading as one rule saw it, under the plan valid when it arrived. Part of {@link PatientState}, a persistent format.
 *
 * @param grade     {@link #IN_RANGE}, 0 for a breach, 1 and up for a breach of the rule's higher grades
 * @param extreme   whether it counts without a repeat: so far out that none is asked first, or asked for and none came
 * @param spo2Scale NEWS2 scale of the plan it was judged under
 * @param seq       the device's own counter; null if it has none, or if it was remembered before counters were
 * @param judgedBy  step of an earlier measurement that arrived, changed or went later, and by which this one is judged
 *     again; null while its own arrival decides
 */
public record Observation(
        String reading,
        int revision,
        String device,
        Kind kind,
        Instant effectiveTime,
        Instant receivedAt,
        Map<Parameter, BigDecimal> quantities,
        Map<Finding, String> findings,
        List<Mark> marks,
        int grade,
        boolean extreme,
        int spo2Scale,
        @Nullable Long seq,
        @Nullable String judgedBy) {
    static final int IN_RANGE = -1;

    /**
     * By effectiveTime; among equals by the device's counter; where that does not say by id, so that the order of arrival
     * never shows. The device stands before the counter, because counters of two devices do not compare and an order has to
     * hold for any three.
     */
    static final Comparator<Observation> OLDEST_FIRST = Comparator.comparing(Observation::effectiveTime)
            .thenComparing(Observation::device)
            .thenComparing(Observation::seq, Comparator.nullsFirst(Comparator.<Long>naturalOrder()))
            .thenComparing(Observation::reading);

    /** As it arrived, before a rule has said anything. */
    static Observation unjudged(Reading reading, int spo2Scale) {
        return new Observation(
                reading.id(),
                reading.revision(),
                reading.device(),
                reading.kind(),
                reading.effectiveTime(),
                reading.receivedAt(),
                reading.quantities(),
                reading.findings(),
                List.copyOf(reading.marks()),
                IN_RANGE,
                false,
                spo2Scale,
                reading.seq(),
                null);
    }

    Observation judged(Judgement judgement) {
        return judged(judgement.grade(), judgement.extreme(), receivedAt, judgedBy);
    }

    /** A breach that counts by itself, because nobody repeated it. */
    Observation unanswered() {
        return judged(grade, true, receivedAt, judgedBy);
    }

    /**
     * As it is to be judged again because of another: from now on it counts as having arrived with that one, so that its age
     * says whether what it means now is still worth acting on.
     */
    Observation because(Observation cause) {
        Instant since = cause.receivedAt.isAfter(receivedAt) ? cause.receivedAt : receivedAt;
        return judged(grade, extreme, since, cause.step());
    }

    /** As a cause that became known then. */
    Observation knownAt(Instant at) {
        return judged(grade, extreme, at, judgedBy);
    }

    private Observation judged(int newGrade, boolean newExtreme, Instant newReceivedAt, @Nullable String newJudgedBy) {
        return new Observation(
                reading,
                revision,
                device,
                kind,
                effectiveTime,
                newReceivedAt,
                quantities,
                findings,
                marks,
                newGrade,
                newExtreme,
                spo2Scale,
                seq,
                newJudgedBy);
    }

    /** Only where it lies in time: all that an in-range reading is remembered for. */
    Observation withoutValues() {
        return new Observation(
                reading,
                revision,
                device,
                kind,
                effectiveTime,
                receivedAt,
                Map.of(),
                Map.of(),
                List.of(),
                grade,
                extreme,
                spo2Scale,
                seq,
                judgedBy);
    }

    /** Whether the device says that it was not used as it should be. */
    boolean isFaulty() {
        for (Mark mark : marks) {
            if (mark.isFault()) {
                return true;
            }
        }
        return false;
    }

    /** Whether its values may take a concern away, and stand for what is usual. */
    boolean isTrusted() {
        return marks.isEmpty() || (!marks.contains(Mark.DOUBTFUL) && !isOutOfCharacter() && !isFaulty());
    }

    /** Whether it may be another person's. */
    boolean isOutOfCharacter() {
        return marks.contains(Mark.OUT_OF_CHARACTER);
    }

    boolean isBreach() {
        return grade > IN_RANGE;
    }

    /**
     * Whether it was measured later, as far as anybody can tell: of two with the same time only where one device counted
     * both. Readings of two devices, or without counters, are then neither newer nor older.
     */
    boolean isNewerThan(Observation other) {
        int byTime = effectiveTime.compareTo(other.effectiveTime);
        return byTime > 0 || (byTime == 0 && isCountedAfter(other));
    }

    private boolean isCountedAfter(Observation other) {
        return seq != null && other.seq != null && device.equals(other.device) && seq > other.seq;
    }

    /** How old the measurement was when it arrived; never negative. */
    Duration age() {
        Duration age = Duration.between(effectiveTime, receivedAt);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Ids of steps caused by this reading; a corrected reading causes steps of its own. */
    String step() {
        String own = revision == 0 ? reading : reading + "#" + revision;
        return judgedBy == null ? own : own + "~" + judgedBy;
    }

    static List<String> ids(List<Observation> observations) {
        return observations.stream().map(Observation::reading).toList();
    }

    AlertEvent.Evidence evidence() {
        return new AlertEvent.Evidence(
                reading, device, kind, effectiveTime, receivedAt, quantities, findings, Set.copyOf(marks));
    }
}
