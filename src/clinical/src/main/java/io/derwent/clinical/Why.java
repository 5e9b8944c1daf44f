package io.derwent.clinical;

import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a patient's rules alerted in some span of time, or did not: what was known at its end, and what is known now. Nothing is
 * judged here: readings are replayed through {@link PatientWatch}, and the reason is read from what it remembered before and
 * after, and from the steps it took.
 *
 * <p>A span concerns the readings measured in it, whenever they came, and those that came in it, whenever they were measured.
 */
public final class Why {
    private Why() {}

    /**
     * What is asked, and all that is stored to answer it with.
     *
     * @param plans    versions of the patient's care plan, oldest first; empty while there is none
     * @param readings from {@link io.derwent.model.Timing#HORIZON} before {@code from} on; any order
     * @param actions  what people did about this patient's alerts; any order
     * @param recorded the steps on record whose time lies in the span
     * @param from     inclusive
     * @param to       exclusive
     * @param known    up to when time has passed; what falls due later is not known
     */
    public record Question(
            List<CarePlan> plans,
            List<Reading> readings,
            List<AlertAction> actions,
            List<AlertEvent> recorded,
            Instant from,
            Instant to,
            Instant known) {
        public Question {
            plans = List.copyOf(plans);
            readings = List.copyOf(readings);
            actions = List.copyOf(actions);
            recorded = List.copyOf(recorded);
        }

        boolean isMeasuredIn(Reading reading) {
            return isIn(reading.effectiveTime());
        }

        boolean isIn(Instant time) {
            return !time.isBefore(from) && time.isBefore(to);
        }
    }

    /**
     * Why. The order is that of how much it tells: of several readings the first of these speaks for the rule.
     *
     * <p>{@link #FELL_DUE} and the last two are never of a reading.
     */
    public enum Reason {
        /** It opened an alert. */
        RAISED,
        /** It made an open alert, or one in its cool-down, more severe. */
        ESCALATED,
        /** It opened no alert when it came, but is part of one that was opened by a later reading. */
        CONFIRMED_LATER,
        /** It opened no alert when it came, but did when one taken before it arrived. */
        JUDGED_AGAIN,
        /** It opened no alert when it came, but did by itself when nobody had repeated it for a while. */
        UNANSWERED,
        /** It belongs to an alert that was open. */
        UPDATED,
        /** It belongs to an alert that was open, and somebody had put that off. */
        SNOOZED,
        /** It would have opened an alert, but the last one was resolved less than coolDown before. */
        COOL_DOWN,
        /** A second reading had to confirm it, and none did. */
        STOOD_ALONE,
        /** When it came it was over: a reading measured later was in range. */
        NEWER_IN_RANGE,
        /** It was older than actionableFor when it came. */
        TOO_OLD,
        /** No reading did it: the time came by which one was expected, or somebody should have acted. */
        FELL_DUE,
        /** It was in range and ended an alert. */
        CLEARED,
        /** Neither a breach nor far enough from one to end an alert. */
        IN_BETWEEN,
        IN_RANGE,
        /** It came after the span. */
        ARRIVED_LATER,
        /** It was older than the rule looks back. */
        BEYOND_HORIZON,
        /** The plan was not active when it came. */
        PLAN_NOT_ACTIVE,
        /** It does not carry what the rule needs. */
        NOT_CONCERNED,
        /** Nothing was measured in the span, and nothing came. */
        NO_READING,
        /** There was no care plan yet. */
        NO_PLAN;

        /** The name in our APIs: {@code stood_alone}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a rule made of the values of one reading, without regard to any other. */
    public enum Verdict {
        BREACH,
        IN_BETWEEN,
        IN_RANGE,
        NOT_CONCERNED;

        /** The name in our APIs: {@code in_between}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a rule saw in one reading.
     *
     * @param limits   the limits met, as text; empty unless it breaches
     * @param then     as known at the end of the span
     * @param now      as known now
     * @param prompted whether the patient was asked to measure again because of it
     * @param alert    id of the alert it is part of or ended, or that kept it quiet; null if none
     * @param other    the reading that decided: in range and newer, or the one that confirmed it; null if none did
     * @param since    when the alert was resolved that keeps it quiet; when the window for a repeat opened; null otherwise
     * @param until    end of the cool-down, of the snooze, or of the window for a repeat; null otherwise
     */
    public record Sight(
            Reading reading,
            Verdict verdict,
            List<String> limits,
            Reason then,
            Reason now,
            boolean prompted,
            @Nullable String alert,
            @Nullable Reading other,
            @Nullable Instant since,
            @Nullable Instant until) {
        Sight known(Reason then, Reason now, @Nullable String alert, @Nullable Reading other) {
            return new Sight(reading, verdict, limits, then, now, prompted, alert, other, since, until);
        }
    }

    /**
     * What one rule says.
     *
     * @param then        as known at the end of the span
     * @param now         as known now
     * @param sights      oldest measurement first
     * @param episode     the newest that was raised before the end of the span, as it stood then; null if none was
     * @param recorded    steps on record in the span
     * @param notRecorded steps of the replay in the span that are not on record
     * @param notReplayed steps on record in the span that the replay does not take: a reading was corrected or given to
     *     another person since
     */
    public record RuleAnswer(
            Rule rule,
            Reason then,
            Reason now,
            List<Sight> sights,
            @Nullable Episode episode,
            List<AlertEvent> recorded,
            List<AlertEvent> notRecorded,
            List<AlertEvent> notReplayed) {}

    /**
     * The answer.
     *
     * @param plan  the version valid at the end of the span, or the first if that came later; null if there never was one
     * @param rules in the order of the plan; empty without one
     */
    public record Answer(Instant from, Instant to, @Nullable CarePlan plan, List<RuleAnswer> rules) {}

    public static Answer explain(Question question) {
        if (question.plans().isEmpty()) {
            return new Answer(question.from(), question.to(), null, List.of());
        }
        CarePlan plan = PlanVersions.validAt(
                question.plans(), CarePlan::validFrom, question.to().minusNanos(1));
        WhyReplay seen = new WhyReplay(question);
        Replay.run(question.plans(), question.readings(), question.actions(), question.known(), seen);
        return new Answer(
                question.from(),
                question.to(),
                plan,
                plan.rules().stream().map(rule -> seen.answer(plan, rule)).toList());
    }
}
