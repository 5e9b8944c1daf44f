package io.derwent.clinical;

import io.derwent.model.Measurement;
import io.derwent.model.Parameter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The average of a series of blood pressures taken at home (NICE NG136): sessions of two readings at least a minute apart,
 * morning and evening, four to seven days, the first day discarded, the mean of all others.
 *
 * <p>How readings become sessions is a proposal: each reading is one to ten minutes after the one before it, and at least two
 * can be used; a third and more are used too. A session belongs to the day ({@link UkDays}) it begins in, and to the morning
 * before noon. The first day is that of the first reading. A series is complete with four days of both sessions, the first
 * day among them. Limits are compared with the unrounded mean.
 *
 * @param uses         what became of each reading, in the order they were given
 * @param fullDays     days with a session in the morning and one from noon on
 * @param count        readings used
 * @param systolicSum  of the readings used, mmHg
 * @param diastolicSum of the readings used, mmHg
 */
public record HomeBloodPressureAverage(
        List<Use> uses, int fullDays, int count, BigDecimal systolicSum, BigDecimal diastolicSum) {
    public static final int FULL_DAYS_NEEDED = 4;

    private static final Duration LEAST_APART = Duration.ofMinutes(1);
    private static final Duration MOST_APART = Duration.ofMinutes(10);
    private static final int FEWEST_OF_A_SESSION = 2;
    private static final int SHOWN_DECIMALS = 2;

    /** Of two at one time the one that can be used counts, then the higher. */
    private static final Comparator<BloodPressure> OLDEST_FIRST = Comparator.comparing(BloodPressure::time)
            .thenComparing(reading -> reading.faulty() || reading.measured().isDoubtful())
            .thenComparing(BloodPressure::systolic, Comparator.reverseOrder())
            .thenComparing(BloodPressure::diastolic, Comparator.reverseOrder());

    public HomeBloodPressureAverage {
        uses = List.copyOf(uses);
    }

    /**
     * One reading of a cuff.
     *
     * @param measured a {@code bp_panel}
     * @param faulty   whether the cuff says that the arm moved, the cuff was loose or the position wrong
     */
    public record BloodPressure(Instant time, Measurement measured, boolean faulty) {
        BigDecimal systolic() {
            return measured.quantity(Parameter.SYSTOLIC_BP).orElseThrow();
        }

        BigDecimal diastolic() {
            return measured.quantity(Parameter.DIASTOLIC_BP).orElseThrow();
        }
    }

    /** What became of a reading. */
    public enum Use {
        USED("used"),
        FIRST_DAY("first day"),
        ALONE("no second reading within ten minutes"),
        TOO_SOON("less than a minute after the one before"),
        FAULTY("movement, loose cuff or wrong position"),
        DOUBTFUL("pulse pressure below 10 mmHg");

        private final String words;

        Use(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** Ranges of the average at home (NICE NG136); either pressure suffices, limits belong to the higher range. */
    public enum Category {
        BELOW_STAGE_1("below stage 1", 0, 0),
        /** From 135/85. */
        STAGE_1("stage 1", 135, 85),
        /** From 150/95. */
        STAGE_2("stage 2", 150, 95);

        private final String words;
        private final BigDecimal systolic;
        private final BigDecimal diastolic;

        Category(String words, int systolic, int diastolic) {
            this.words = words;
            this.systolic = BigDecimal.valueOf(systolic);
            this.diastolic = BigDecimal.valueOf(diastolic);
        }

        public String words() {
            return words;
        }
    }

    /** Of these readings, in whatever order. */
    public static HomeBloodPressureAverage of(List<BloodPressure> readings) {
        List<Use> uses = new ArrayList<>(Collections.nCopies(readings.size(), Use.TOO_SOON));
        List<List<Integer>> sessions = sessions(readings);
        Set<LocalDate> mornings = new HashSet<>();
        Set<LocalDate> evenings = new HashSet<>();
        LocalDate firstDay = LocalDate.MIN;
        for (List<Integer> session : sessions) {
            Instant began = readings.get(session.get(0)).time();
            LocalDate day = UkDays.of(began);
            firstDay = firstDay.equals(LocalDate.MIN) ? day : firstDay;
            List<Integer> usable = new ArrayList<>();
            for (int index : session) {
                BloodPressure reading = readings.get(index);
                uses.set(index, reading.faulty() ? Use.FAULTY : Use.DOUBTFUL);
                if (!reading.faulty() && !reading.measured().isDoubtful()) {
                    usable.add(index);
                }
            }
            boolean enough = usable.size() >= FEWEST_OF_A_SESSION;
            if (enough) {
                (UkDays.isMorning(began) ? mornings : evenings).add(day);
            }
            Use use = day.equals(firstDay) ? Use.FIRST_DAY : Use.USED;
            usable.forEach(index -> uses.set(index, enough ? use : Use.ALONE));
        }
        mornings.retainAll(evenings);
        List<BloodPressure> used = IntStream.range(0, readings.size())
                .filter(index -> uses.get(index) == Use.USED)
                .mapToObj(readings::get)
                .toList();
        return new HomeBloodPressureAverage(
                uses,
                mornings.size(),
                used.size(),
                used.stream().map(BloodPressure::systolic).reduce(BigDecimal.ZERO, BigDecimal::add),
                used.stream().map(BloodPressure::diastolic).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    /** Indices of readings, oldest first, by session; what comes too soon after another is in none. */
    private static List<List<Integer>> sessions(List<BloodPressure> readings) {
        List<Integer> oldestFirst = IntStream.range(0, readings.size())
                .boxed()
                .sorted(Comparator.comparing(readings::get, OLDEST_FIRST))
                .collect(Collectors.toCollection(ArrayList::new));
        List<List<Integer>> sessions = new ArrayList<>();
        Instant before = Instant.MIN;
        for (int index : oldestFirst) {
            Instant time = readings.get(index).time();
            if (sessions.isEmpty() || time.isAfter(before.plus(MOST_APART))) {
                sessions.add(new ArrayList<>());
            } else if (time.isBefore(before.plus(LEAST_APART))) {
                continue;
            }
            sessions.get(sessions.size() - 1).add(index);
            before = time;
        }
        return sessions;
    }

    /** Whether there are enough days for a category. */
    public boolean isComplete() {
        return fullDays >= FULL_DAYS_NEEDED;
    }

    /** The range the mean lies in; empty unless complete. */
    public Optional<Category> category() {
        if (!isComplete()) {
            return Optional.empty();
        }
        return Optional.of(
                reaches(Category.STAGE_2)
                        ? Category.STAGE_2
                        : reaches(Category.STAGE_1) ? Category.STAGE_1 : Category.BELOW_STAGE_1);
    }

    /** Sums are compared, so that no mean is rounded. */
    private boolean reaches(Category category) {
        BigDecimal readings = BigDecimal.valueOf(count);
        return systolicSum.compareTo(category.systolic.multiply(readings)) >= 0
                || diastolicSum.compareTo(category.diastolic.multiply(readings)) >= 0;
    }

    /** The mean as it is shown, half up to two decimals; empty unless complete. */
    public Optional<BigDecimal> systolic() {
        return shown(systolicSum);
    }

    /** The mean as it is shown, half up to two decimals; empty unless complete. */
    public Optional<BigDecimal> diastolic() {
        return shown(diastolicSum);
    }

    private Optional<BigDecimal> shown(BigDecimal sum) {
        return isComplete()
                ? Optional.of(sum.divide(BigDecimal.valueOf(count), SHOWN_DECIMALS, RoundingMode.HALF_UP))
                : Optional.empty();
    }
}
