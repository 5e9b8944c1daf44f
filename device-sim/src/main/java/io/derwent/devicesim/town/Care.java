package io.derwent.devicesim.town;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The care plans of the town, as documents for the console's API: the pathway, and for some a limit of their own with owner,
 * reason and review date, a schedule where the pathway has none, and for COPD a clinician's decision for SpO2 scale 2.
 */
final class Care {
    static final int WATCHES_FOR_LOW_GLUCOSE = 7;
    static final int NEVER_MEASURES = 30;

    /** When the carer and the team hear that somebody did not measure; later than the history is there. */
    static final Duration CARER_ASKED_AFTER = Duration.ofSeconds(90);

    static final Duration TEAM_TOLD_AFTER = Duration.ofSeconds(75);

    private static final ZoneId HOME = ZoneId.of("Europe/London");
    private static final Duration GRACE = Duration.ofHours(4);
    private static final Duration CARER_LATER = Duration.ofHours(4);
    private static final LocalTime QUIET_FROM = LocalTime.of(22, 0);
    private static final LocalTime QUIET_UNTIL = LocalTime.of(7, 0);
    private static final Duration SHOWN_OF_THE_DEMO = Duration.ofMinutes(30);

    private final Person person;
    private final Instant born;
    private final Map<String, Object> plan = new LinkedHashMap<>();

    private Care(Person person, Instant born) {
        this.person = person;
        this.born = born;
    }

    /**
     * What is asked of the API for a person.
     *
     * @param born decides days and times
     */
    static Map<String, Object> planOf(Person person, Instant born) {
        return new Care(person, born).plan();
    }

    private Map<String, Object> plan() {
        plan.put("patient", person.id());
        plan.put("pathway", person.pathway().code());
        switch (person.pathway()) {
            case COPD -> {
                plan.put("spo2Scale", 2);
                plan.put(
                        "scale2Decision",
                        Map.of(
                                "by",
                                "Dr Ruth Adeyemi, respiratory medicine",
                                "at",
                                born.minus(Duration.ofDays(200))
                                        .truncatedTo(ChronoUnit.HOURS)
                                        .toString(),
                                "reason",
                                "hypercapnic respiratory failure by blood gases; target 88 to 92 %"));
            }
            case CARE_HOME -> schedule(List.of(expected("observation_set", LocalTime.of(10, 0))));
            case WEARABLE ->
                schedule(List.of(
                        expected("resting_heart_rate", LocalTime.of(8, 0)), expected("steps", LocalTime.of(21, 0))));
            case HYPERTENSION, OXIMETRY, DIABETES, VIRTUAL_WARD, HEART_FAILURE -> {}
        }
        switch (person.number()) {
            case WATCHES_FOR_LOW_GLUCOSE ->
                limit("GL-04", "blood_glucose", 13, "Dr Ines Marlow", "frail, avoiding lows comes first");
            case Weeks.PRESSURE_RISES ->
                limit("BP-03", "systolic_bp", 170, "Dr Samuel Gray", "small stroke this spring");
            case Weeks.GAINS_WEIGHT ->
                limit("BP-08", "systolic_bp", 90, "Ann Teague, heart failure nurse", "runs low on her medicines, well");
            case NEVER_MEASURES -> asksFromTheFirstMinutes();
            default -> {}
        }
        return plan;
    }

    private void limit(String rule, String parameter, int value, String owner, String reason) {
        plan.put(
                "thresholds",
                List.of(Map.of(
                        "rule",
                        rule,
                        "parameter",
                        parameter,
                        "value",
                        value,
                        "owner",
                        owner,
                        "reason",
                        reason,
                        "reviewOn",
                        LocalDate.ofInstant(born, HOME).plusMonths(3).toString())));
    }

    /** Two times of this day at which nothing came, so that the carer and then the team fall due soon after the start. */
    private void asksFromTheFirstMinutes() {
        Instant first = born.plus(CARER_ASKED_AFTER).minus(GRACE).minus(CARER_LATER);
        Instant second = born.plus(TEAM_TOLD_AFTER).minus(GRACE);
        schedule(List.of(expected("spo2", first), expected("spo2", second)));
        plan.put("validFrom", first.minus(Duration.ofHours(1)).toString());
    }

    private void schedule(List<Map<String, Object>> expected) {
        Map<String, Object> schedule = new LinkedHashMap<>();
        schedule.put("expected", new ArrayList<>(expected));
        if (isAwake(born) && isAwake(born.plus(SHOWN_OF_THE_DEMO))) {
            schedule.put("quietHours", Map.of("from", QUIET_FROM.toString(), "until", QUIET_UNTIL.toString()));
        }
        plan.put("schedule", schedule);
    }

    private static boolean isAwake(Instant at) {
        LocalTime time = LocalTime.ofInstant(at, HOME);
        return !time.isBefore(QUIET_UNTIL) && time.isBefore(QUIET_FROM);
    }

    private static Map<String, Object> expected(String kind, Instant at) {
        return expected(kind, LocalTime.ofInstant(at, HOME).truncatedTo(ChronoUnit.SECONDS));
    }

    private static Map<String, Object> expected(String kind, LocalTime at) {
        return Map.of("kind", kind, "at", at.toString());
    }
}
