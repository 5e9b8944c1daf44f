package io.derwent.clinical;

import io.derwent.model.CarePlan;
import io.derwent.model.Confirm;
import io.derwent.model.Mark;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether a value measured on shared kit is so far from what is usual for the person it names that it may be another's. */
final class OutOfCharacter {
    /** How other rules want such a value confirmed where they would count one reading alone; a proposal. */
    static final Confirm REPEAT =
            new Confirm.Repeat(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofMinutes(15));

    private OutOfCharacter() {}

    /** The reading, with the mark if a rule of the plan finds it out of character beside the values before it. */
    static Reading marked(CarePlan plan, Reading reading, Series before) {
        if (!reading.marks().contains(Mark.SHARED_KIT)) {
            return reading;
        }
        Observation observation = Observation.unjudged(reading, plan.spo2Scale());
        boolean isOut = plan.rules().stream()
                .anyMatch(rule -> rule instanceof Rule.OutOfCharacter character
                        && of(character, observation, before).outcome() == Judgement.Outcome.BREACH);
        return isOut ? reading.marking(Mark.OUT_OF_CHARACTER, true) : reading;
    }

    static Judgement of(Rule.OutOfCharacter rule, Observation now, Series series) {
        Optional<BigDecimal> value = Series.value(now, rule.parameter());
        if (value.isEmpty()) {
            return Judgement.NOT_CONCERNED;
        }
        if (!now.marks().contains(Mark.SHARED_KIT)) {
            return Judgement.IN_RANGE;
        }
        List<Sample> before = series.trustedUpTo(rule, now).stream()
                .map(known -> Series.sample(known, rule.parameter()))
                .toList();
        Optional<RobustBaseline> usual = RobustBaseline.of(
                before,
                now.effectiveTime(),
                rule.days(),
                RobustBaseline.madFloor(rule.parameter()).orElse(BigDecimal.ONE));
        if (usual.isEmpty()) {
            return Judgement.NOT_CONCERNED;
        }
        if (usual.get().z(value.get()).abs().compareTo(rule.by()) < 0) {
            return now.isTrusted() ? Judgement.IN_RANGE : Judgement.IN_BETWEEN;
        }
        String reason = "%s %s on shared kit, usual %s"
                .formatted(
                        rule.parameter().code(),
                        value.get().toPlainString(),
                        usual.get().median().toPlainString());
        return Judgement.breach(0, List.of(reason), List.of());
    }
}
