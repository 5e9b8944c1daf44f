package io.derwent.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How long each table keeps its rows; one that is not named keeps them for ever, which is the default: how long a record is
 * kept is for the organisation that answers for it to say.
 */
public record RetentionPeriods(Map<Retention.Table, Period> periods) {
    /** Keeps everything. */
    public static final RetentionPeriods NONE = new RetentionPeriods(Map.of());

    /** As long as a message may come again and be known ({@code docs/adr/0005}); anything shorter is mistyped. */
    private static final int SHORTEST_DAYS = 60;

    public RetentionPeriods {
        periods = Map.copyOf(periods);
    }

    /** Reads {@code DERWENT_RETENTION}. */
    public static RetentionPeriods fromEnvironment(Map<String, String> environment) {
        return parse(Optional.ofNullable(environment.get("DERWENT_RETENTION")).orElse(""));
    }

    /**
     * Reads {@code reading=P8Y,reading_source=P1Y}: tables and ISO 8601 periods in years, months, weeks or days.
     *
     * @throws IllegalArgumentException naming what is wrong; a period is at least 60 days
     */
    static RetentionPeriods parse(String text) {
        Map<Retention.Table, Period> periods = new EnumMap<>(Retention.Table.class);
        for (String entry : text.split(",", -1)) {
            if (text.isBlank()) {
                break;
            }
            String[] parts = entry.strip().split("=", 2);
            Retention.Table table = table(parts[0].strip());
            if (periods.put(table, period(parts.length < 2 ? "" : parts[1].strip(), entry)) != null) {
                throw new IllegalArgumentException("DERWENT_RETENTION names %s twice".formatted(parts[0].strip()));
            }
        }
        return new RetentionPeriods(periods);
    }

    public boolean isEmpty() {
        return periods.isEmpty();
    }

    /** Before which a table's rows go; whole days, UTC. */
    Instant cutOff(Retention.Table table, Instant now) {
        Period period = periods.get(table);
        if (period == null) {
            throw new IllegalArgumentException(table + " keeps its rows for ever");
        }
        return LocalDate.ofInstant(now, ZoneOffset.UTC)
                .minus(period)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private static Retention.Table table(String name) {
        return Arrays.stream(Retention.Table.values())
                .filter(table -> code(table).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("DERWENT_RETENTION names the table \"%s\", one of %s is expected"
                                .formatted(
                                        name,
                                        Arrays.stream(Retention.Table.values())
                                                .map(RetentionPeriods::code)
                                                .collect(Collectors.joining(", ")))));
    }

    private static String code(Retention.Table table) {
        return table.name().toLowerCase(Locale.ROOT);
    }

    private static Period period(String text, String entry) {
        try {
            Period period = Period.parse(text);
            LocalDate day = LocalDate.EPOCH;
            if (!day.plus(period).isBefore(day.plusDays(SHORTEST_DAYS))) {
                return period;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "DERWENT_RETENTION says \"%s\", a table and a period of at least %d days are expected, like reading=P8Y"
                        .formatted(entry.strip(), SHORTEST_DAYS));
    }

    /** As in the environment. */
    @Override
    public String toString() {
        return periods.isEmpty()
                ? "everything kept"
                : periods.entrySet().stream()
                        .map(entry -> code(entry.getKey()) + "=" + entry.getValue())
                        .sorted()
                        .collect(Collectors.joining(","));
    }
}
