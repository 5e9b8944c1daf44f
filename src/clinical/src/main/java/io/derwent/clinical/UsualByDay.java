package io.derwent.clinical;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is usual for one person on one day after another: the {@link RobustBaseline} of each. A chart of weeks asks for each of
 * its days; the values looked at stay sorted from one day to the next, while some come in and others go.
 */
final class UsualByDay {
    private final List<Sample> samples;
    private final int days;
    private final BigDecimal madFloor;
    private final List<BigDecimal> rising = new ArrayList<>();
    private int cameIn;
    private int went;
    private LocalDate day = LocalDate.MIN;
    private Optional<RobustBaseline> usual = Optional.empty();

    /**
     * Days and floor as {@link RobustBaseline#of} takes them.
     *
     * @param samples oldest first
     */
    UsualByDay(List<Sample> samples, int days, BigDecimal madFloor) {
        this.samples = samples;
        this.days = RobustBaseline.checked(days);
        this.madFloor = madFloor;
    }

    /** For values of this day, which must not lie before one that was asked for already. */
    Optional<RobustBaseline> on(LocalDate asked) {
        if (!asked.equals(day)) {
            day = asked;
            moveTo(RobustBaseline.from(day, days), RobustBaseline.to(day));
            usual = RobustBaseline.ofRising(rising, madFloor);
        }
        return usual;
    }

    private void moveTo(Instant from, Instant to) {
        for (; cameIn < samples.size() && samples.get(cameIn).time().isBefore(to); cameIn++) {
            BigDecimal value = samples.get(cameIn).value();
            rising.add(countOf(value, true), value);
        }
        for (; went < cameIn && samples.get(went).time().isBefore(from); went++) {
            rising.remove(countOf(samples.get(went).value(), false));
        }
    }

    /** How many are less than this one, and with those equal to it how many are no more. */
    private int countOf(BigDecimal value, boolean withEqual) {
        int low = 0;
        int high = rising.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = rising.get(middle).compareTo(value);
            if (order < 0 || (withEqual && order == 0)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
