package io.derwent.console.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.derwent.console.http.ApiJson;
import io.derwent.console.pages.Views.ReadingRow;
import io.derwent.console.pages.Views.ReadingSection;
import io.derwent.console.pages.Views.SeverityView;
import io.derwent.console.pages.Views.WhoseForm;
import io.derwent.model.AlertEvent;
import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Severity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Readings as charts and tables. */
final class ReadingViews {
    /** Rows shown at once. */
    private static final int FIRST_ROWS = 8;
    /** Rows of both tables; the chart shows more. */
    private static final int ROWS = 60;
    /** A measurement that arrived later than this after it was taken says so. */
    private static final Duration CURRENT_FOR = Duration.ofMinutes(15);

    private final Texts texts;
    private final UkTimes times;
    private final ClinicalWords words;

    ReadingViews(Texts texts, UkTimes times, ClinicalWords words) {
        this.texts = texts;
        this.times = times;
        this.words = words;
    }

    /**
     * One section per kind, the kind measured last first.
     *
     * @param readings newest first
     * @param flags    the worst severity each reading took part in, by reading id; empty for patients
     * @param missing  how many readings of its device are missing before a reading, by reading id; empty for patients
     * @param whose    forms that ask whose a reading is, by reading id
     */
    List<ReadingSection> sections(
            List<Reading> readings,
            Map<String, Severity> flags,
            Map<String, Integer> missing,
            Map<String, WhoseForm> whose) {
        Map<Kind, List<Reading>> byKind = new LinkedHashMap<>();
        for (Reading reading : readings) {
            byKind.computeIfAbsent(reading.kind(), kind -> new ArrayList<>()).add(reading);
        }
        return byKind.entrySet().stream()
                .map(entry -> section(entry.getKey(), entry.getValue(), flags, missing, whose))
                .toList();
    }

    /** Of readings, newest first, those that the tables of {@link #sections} show; charts show all. */
    static List<Reading> inTables(List<Reading> readings) {
        Map<Kind, Integer> rows = new EnumMap<>(Kind.class);
        return readings.stream()
                .filter(reading -> rows.merge(reading.kind(), 1, Integer::sum) <= ROWS)
                .toList();
    }

    /** The worst severity each reading took part in, from a patient's alert events. */
    static Map<String, Severity> flags(List<AlertEvent> events) {
        Map<String, Severity> flags = new HashMap<>();
        for (AlertEvent event : events) {
            boolean alerted =
                    switch (event.kind()) {
                        case RAISED, UPDATED, ESCALATED -> true;
                        case PROMPTED, CLEARED, WITHDRAWN, WOULD_HAVE, NOTED -> false;
                    };
            if (alerted) {
                event.readings()
                        .forEach(evidence -> flags.merge(
                                evidence.reading(),
                                event.severity(),
                                (one, other) -> one.isAtLeast(other) ? one : other));
            }
        }
        return flags;
    }

    ReadingRow evidence(AlertEvent.Evidence evidence) {
        return row(
                evidence.kind(),
                evidence.quantities(),
                evidence.findings(),
                evidence.effectiveTime(),
                evidence.receivedAt(),
                evidence.marks(),
                null,
                List.of(),
                List.of());
    }

    private ReadingSection section(
            Kind kind,
            List<Reading> readings,
            Map<String, Severity> flags,
            Map<String, Integer> missing,
            Map<String, WhoseForm> whose) {
        List<ReadingRow> rows = readings.stream()
                .limit(ROWS)
                .map(reading -> row(
                        reading.kind(),
                        reading.quantities(),
                        reading.findings(),
                        reading.effectiveTime(),
                        reading.receivedAt(),
                        reading.marks(),
                        missing.get(reading.id()),
                        flag(flags.get(reading.id())),
                        Optional.ofNullable(whose.get(reading.id())).stream().toList()))
                .toList();
        String title = words.kind(kind);
        boolean charted = readings.size() > 1 && !ClinicalWords.charted(kind).isEmpty();
        return new ReadingSection(
                kind.code(),
                title,
                charted ? chart(kind, readings, flags) : "",
                charted ? summary(kind, readings) : "",
                rows.subList(0, Math.min(FIRST_ROWS, rows.size())),
                rows.subList(Math.min(FIRST_ROWS, rows.size()), rows.size()),
                readings.size() > ROWS ? texts.of("readings.limited", ROWS, readings.size()) : "");
    }

    private List<SeverityView> flag(@Nullable Severity severity) {
        return severity == null ? List.of() : List.of(new SeverityView(severity.code(), words.severity(severity)));
    }

    private ReadingRow row(
            Kind kind,
            Map<Parameter, BigDecimal> quantities,
            Map<Finding, String> findings,
            Instant taken,
            Instant arrived,
            Set<Mark> marks,
            @Nullable Integer missing,
            List<SeverityView> flags,
            List<WhoseForm> whose) {
        boolean late = taken.plus(CURRENT_FOR).isBefore(arrived);
        return new ReadingRow(
                taken.toString(),
                times.day(taken),
                times.time(taken),
                words.value(kind, quantities, findings),
                words.rest(kind, quantities, findings),
                late ? texts.of("readings.arrived", times.within(arrived)) : "",
                missing == null ? "" : texts.of("readings.missing-before", missing),
                words.marks(marks),
                flags,
                whose);
    }

    /** What the chart shows, for who cannot see it. */
    private String summary(Kind kind, List<Reading> readings) {
        Reading newest = readings.get(0);
        Reading oldest = readings.get(readings.size() - 1);
        return texts.of(
                "chart.summary",
                words.kind(kind),
                readings.size(),
                times.dayWithin(oldest.effectiveTime()),
                times.dayWithin(newest.effectiveTime()),
                words.value(kind, newest.quantities(), newest.findings()));
    }

    /** Columns for uPlot: times, then one list per series, oldest first; {@code null} where there is none. */
    private String chart(Kind kind, List<Reading> readings, Map<String, Severity> flags) {
        List<Reading> oldestFirst = readings.stream()
                .sorted(Comparator.comparing(Reading::effectiveTime))
                .toList();
        List<Parameter> parameters = ClinicalWords.charted(kind);
        List<Map<String, Object>> series = new ArrayList<>();
        for (Parameter parameter : parameters) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("label", words.parameter(parameter));
            one.put("values", column(oldestFirst, parameter));
            series.add(one);
        }
        Map<String, Object> chart = new LinkedHashMap<>();
        chart.put("unit", words.unit(parameters.get(0)));
        chart.put(
                "times",
                oldestFirst.stream()
                        .map(reading -> reading.effectiveTime().getEpochSecond())
                        .toList());
        chart.put("series", series);
        chart.put(
                "flagged",
                oldestFirst.stream()
                        .map(reading -> flags.containsKey(reading.id()))
                        .toList());
        chart.put("flaggedLabel", texts.of("chart.flagged"));
        chart.put("timeLabel", texts.of("chart.time"));
        try {
            return ApiJson.MAPPER.writeValueAsString(chart);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of numbers are always JSON", e);
        }
    }

    private static List<@Nullable BigDecimal> column(List<Reading> readings, Parameter parameter) {
        List<@Nullable BigDecimal> values = new ArrayList<>();
        for (Reading reading : readings) {
            values.add(reading.quantities().get(parameter));
        }
        return values;
    }
}
