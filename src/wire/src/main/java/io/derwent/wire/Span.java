package io.derwent.wire;

import io.derwent.model.Limit;
import io.derwent.model.Limit.Comparison;
import io.derwent.model.Parameter;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The values between two bounds of one quantity; without a limit, all that are plausible. */
record Span(BigDecimal low, boolean withLow, BigDecimal high, boolean withHigh) {
    static Span plausible(Parameter parameter) {
        return new Span(parameter.lowest(), true, parameter.highest(), true);
    }

    /** What meets all of these limits, quantity by quantity. */
    static Map<Parameter, Span> of(List<Limit> all) {
        Map<Parameter, Span> spans = new EnumMap<>(Parameter.class);
        for (Limit limit : all) {
            spans.merge(limit.parameter(), of(limit), Span::and);
        }
        return spans;
    }

    /** The plausible values that meet it. */
    static Span of(Limit limit) {
        Span all = plausible(limit.parameter());
        return all.and(
                switch (limit.comparison()) {
                    case BELOW -> new Span(all.low, true, limit.bound(), false);
                    case AT_MOST -> new Span(all.low, true, limit.bound(), true);
                    case ABOVE -> new Span(limit.bound(), false, all.high, true);
                    case AT_LEAST -> new Span(limit.bound(), true, all.high, true);
                });
    }

    Span and(Span other) {
        int lows = low.compareTo(other.low);
        int highs = high.compareTo(other.high);
        return new Span(
                low.max(other.low),
                lows == 0 ? withLow && other.withLow : lows > 0 ? withLow : other.withLow,
                high.min(other.high),
                highs == 0 ? withHigh && other.withHigh : highs < 0 ? withHigh : other.withHigh);
    }

    boolean isEmpty() {
        int order = low.compareTo(high);
        return order > 0 || (order == 0 && !(withLow && withHigh));
    }

    boolean isWithin(Span other) {
        Span common = and(other);
        return common.low.compareTo(low) == 0
                && common.high.compareTo(high) == 0
                && common.withLow == withLow
                && common.withHigh == withHigh;
    }

    /** Whether it has the values that first meet this limit. */
    boolean beginsAt(Limit limit) {
        Span all = of(limit);
        Span common = and(all);
        boolean upward = limit.comparison() == Comparison.ABOVE || limit.comparison() == Comparison.AT_LEAST;
        return !common.isEmpty()
                && (upward
                        ? common.low.compareTo(all.low) == 0 && common.withLow == all.withLow
                        : common.high.compareTo(all.high) == 0 && common.withHigh == all.withHigh);
    }
}
