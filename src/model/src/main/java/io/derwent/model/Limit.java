package io.derwent.model;

import java.math.BigDecimal;
import java.util.Objects;

/** One comparison of one quantity with one bound, the bound in {@link Parameter#ucum()}. */
public record Limit(Parameter parameter, Comparison comparison, BigDecimal bound) {
    public Limit {
        Objects.requireNonNull(parameter, "parameter");
        Objects.requireNonNull(comparison, "comparison");
        Objects.requireNonNull(bound, "bound");
    }

    public enum Comparison {
        BELOW("<"),
        AT_MOST("<="),
        ABOVE(">"),
        AT_LEAST(">=");

        private final String symbol;

        Comparison(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }

        private Comparison opposite() {
            return switch (this) {
                case BELOW -> AT_LEAST;
                case AT_MOST -> ABOVE;
                case ABOVE -> AT_MOST;
                case AT_LEAST -> BELOW;
            };
        }
    }

    /** What exactly the values meet that do not meet this: {@code > 92} beside {@code <= 92}. */
    public Limit opposite() {
        return new Limit(parameter, comparison.opposite(), bound);
    }

    public boolean isMetBy(BigDecimal value) {
        int order = value.compareTo(bound);
        return switch (comparison) {
            case BELOW -> order < 0;
            case AT_MOST -> order <= 0;
            case ABOVE -> order > 0;
            case AT_LEAST -> order >= 0;
        };
    }

    /** {@code systolic_bp >= 180 mm[Hg]}. */
    @Override
    public String toString() {
        return "%s %s %s %s".formatted(parameter.code(), comparison.symbol(), bound, parameter.ucum());
    }
}
