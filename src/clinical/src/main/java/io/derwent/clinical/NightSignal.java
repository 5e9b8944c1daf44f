package io.derwent.clinical;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Night-time resting heart rate against a person's own (NightSignal, Nature Medicine 2022;28:175). A wearer's trend, never a
 * clinical alert by itself: alcohol, travel and stress raise it as illness does.
 *
 * <p>Of each night the mean heart rate between midnight and seven without a step, cut to an integer. The baseline of a night
 * is the median, cut to an integer, of all nights so far, that night included; so a rise that lasts becomes the baseline, and
 * the signal ends. A single night without data counts as the mean, cut to an integer, of the nights beside it, once both are
 * known. Two nights without data in a row stay unknown, and no signal reaches across them.
 */
public final class NightSignal {
    private static final int YELLOW_ABOVE = 3;
    private static final int RED_ABOVE = 4;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private NightSignal() {}

    /** What a night says, together with the one before it. */
    public enum Level {
        NONE,
        /** This night and the one before it at least 3 above their baselines. */
        YELLOW,
        /** This night and the one before it at least 4 above their baselines. */
        RED
    }

    /**
     * The level of each night that has data, and of each single night between two that have.
     *
     * @param means mean heart rates by the day in whose morning the night ends
     */
    public static NavigableMap<LocalDate, Level> levels(Map<LocalDate, BigDecimal> means) {
        NavigableMap<LocalDate, Level> levels = new TreeMap<>();
        List<BigDecimal> sorted = new ArrayList<>();
        LocalDate yesterday = LocalDate.MIN;
        BigDecimal aboveYesterday = BigDecimal.ZERO;
        for (Map.Entry<LocalDate, BigDecimal> night :
                withSingleGapsFilled(means).entrySet()) {
            BigDecimal mean = night.getValue();
            int place = Collections.binarySearch(sorted, mean);
            sorted.add(place < 0 ? -place - 1 : place, mean);
            BigDecimal above = mean.subtract(cut(Median.ofSorted(sorted)));
            boolean consecutive = yesterday.equals(night.getKey().minusDays(1));
            levels.put(night.getKey(), consecutive ? level(above.min(aboveYesterday)) : Level.NONE);
            yesterday = night.getKey();
            aboveYesterday = above;
        }
        return levels;
    }

    private static Level level(BigDecimal above) {
        if (above.compareTo(BigDecimal.valueOf(RED_ABOVE)) >= 0) {
            return Level.RED;
        }
        return above.compareTo(BigDecimal.valueOf(YELLOW_ABOVE)) >= 0 ? Level.YELLOW : Level.NONE;
    }

    private static NavigableMap<LocalDate, BigDecimal> withSingleGapsFilled(Map<LocalDate, BigDecimal> means) {
        NavigableMap<LocalDate, BigDecimal> nights = new TreeMap<>();
        means.forEach((night, mean) -> {
            nights.put(night, cut(mean));
            BigDecimal twoLater = means.get(night.plusDays(2));
            if (twoLater != null && !means.containsKey(night.plusDays(1))) {
                nights.put(night.plusDays(1), cut(cut(mean).add(cut(twoLater)).divide(TWO)));
            }
        });
        return nights;
    }

    private static BigDecimal cut(BigDecimal value) {
        return value.setScale(0, RoundingMode.DOWN);
    }
}
