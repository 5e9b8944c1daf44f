package io.derwent.wire;

import io.derwent.model.Kind;
import io.derwent.model.Schedule;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When a patient measures, as people write it: times of day as clocks in the UK show them.
 *
 * <pre>{@code
 * {"expected":[{"kind":"weight","at":"08:00"},{"kind":"bp_panel","at":"18:30","days":["monday","thursday"]}],
 *  "quietHours":{"from":"22:00","until":"07:00"}}
 * }</pre>
 */
final class ScheduleDocument {
    private static final Set<String> MEMBERS = Set.of("expected", "quietHours");
    private static final Set<String> EXPECTED = Set.of("kind", "at", "days");
    private static final Set<String> QUIET_HOURS = Set.of("from", "until");

    private ScheduleDocument() {}

    /** The schedule in this member; empty if the member is missing. */
    static Optional<Schedule> in(JsonDocument document, String member) {
        return document.optionalObject(member, MEMBERS).map(ScheduleDocument::of);
    }

    private static Schedule of(JsonDocument document) {
        return new Schedule(
                document.objects("expected", EXPECTED).stream()
                        .map(ScheduleDocument::expected)
                        .toList(),
                document.optionalObject("quietHours", QUIET_HOURS)
                        .map(ScheduleDocument::quietHours)
                        .orElse(null));
    }

    private static Schedule.Expected expected(JsonDocument document) {
        return new Schedule.Expected(
                document.word("kind", Kind.class),
                document.timeOfDay("at"),
                List.copyOf(document.words("days", DayOfWeek.class)));
    }

    private static Schedule.QuietHours quietHours(JsonDocument document) {
        return new Schedule.QuietHours(document.timeOfDay("from"), document.timeOfDay("until"));
    }
}
