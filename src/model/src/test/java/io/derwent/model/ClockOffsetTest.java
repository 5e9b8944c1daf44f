package io.derwent.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ClockOffsetTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    private ClockOffset known = ClockOffset.NONE;

    @Test
    void aClockThatIsRightIsNotTouched() {
        Reading reading = arrives(hours(1).minusSeconds(20), hours(1));

        assertThat(reading.effectiveTime()).isEqualTo(hours(1).minusSeconds(20));
        assertThat(reading.marks()).isEmpty();
        assertThat(known).isEqualTo(ClockOffset.NONE);
    }

    @Test
    void storedReadingsOfAClockAYearAheadKeepTheirDistances() {
        Reading first = arrives(hours(0).plus(YEAR), hours(0));
        List<Instant> stored = new ArrayList<>();
        for (int hour = 1; hour <= 10; hour++) {
            Reading reading = arrives(hours(hour).plus(YEAR), hours(12));
            assertThat(reading.marks()).containsExactlyInAnyOrder(Mark.DEVICE_CLOCK_AHEAD, Mark.DEVICE_CLOCK_CORRECTED);
            stored.add(reading.effectiveTime());
        }

        assertThat(first.effectiveTime()).isEqualTo(NOON);
        assertThat(first.marks()).containsExactly(Mark.DEVICE_CLOCK_AHEAD);
        for (int hour = 1; hour <= 10; hour++) {
            assertThat(stored.get(hour - 1)).isEqualTo(hours(hour));
        }
        assertThat(known.inWords()).contains("device clock ahead by PT8760H");
    }

    @Test
    void aBelievedTimeEndsIt() {
        arrives(hours(0).plus(YEAR), hours(0));

        arrives(hours(1), hours(1));

        assertThat(known).isEqualTo(ClockOffset.NONE);
        assertThat(arrives(hours(2).plus(YEAR), hours(2)).marks()).containsExactly(Mark.DEVICE_CLOCK_AHEAD);
    }

    @Test
    void aTimeThatIsBelievedOnlySinceAHubKeptTheReadingEndsNothing() {
        arrives(hours(2), hours(0));

        Reading kept = arrives(hours(3), hours(1), hours(9));

        assertThat(kept.effectiveTime()).isEqualTo(hours(3));
        assertThat(known.inWords()).contains("device clock ahead by PT2H");
    }

    @Test
    void aClockSetAnewButStillAheadIsLearnedAnew() {
        arrives(hours(0).plus(YEAR), hours(0));

        Reading reading = arrives(hours(5).plus(Duration.ofDays(1)), hours(5));

        assertThat(reading.effectiveTime()).isEqualTo(hours(5));
        assertThat(known.inWords()).contains("device clock ahead by PT24H");
    }

    @Test
    void whatWasLearnedAMonthAgoIsForgotten() {
        arrives(hours(0).plus(YEAR), hours(0));

        assertThat(arrives(hours(24 * 31).plus(YEAR), hours(24 * 31)).marks()).containsExactly(Mark.DEVICE_CLOCK_AHEAD);
    }

    @Test
    void aClockThatWasResetIsKnownAtTheThirdArrival() {
        Duration reset = Duration.between(Instant.parse("2021-01-01T00:00:00Z"), NOON);

        assertThat(arrives(hours(0).minus(reset), hours(0)).marks()).containsExactly(Mark.BEYOND_HORIZON);
        assertThat(arrives(hours(1).minus(reset).minusSeconds(40), hours(1)).marks())
                .containsExactly(Mark.BEYOND_HORIZON);
        Reading third = arrives(hours(2).minus(reset).minusSeconds(20), hours(2));
        Reading stored = arrives(hours(3).minus(reset), hours(7));

        assertThat(third.effectiveTime()).isEqualTo(hours(2));
        assertThat(third.marks()).containsExactly(Mark.DEVICE_CLOCK_CORRECTED);
        assertThat(stored.effectiveTime()).isEqualTo(hours(3).plusSeconds(20));
        assertThat(known.inWords().orElseThrow()).startsWith("device clock behind by PT51636H");
    }

    @Test
    void readingsStoredOnTheDeviceAreNotTakenForAClockBehind() {
        for (int day = 0; day < 5; day++) {
            for (int hour = 0; hour < 8; hour++) {
                Instant taken = hours(24 * day + hour);
                Instant arrival = hours(24 * day + 8).plus(Duration.ofMinutes(7L * day));
                assertThat(arrives(taken, arrival).effectiveTime()).isEqualTo(taken);
            }
        }
    }

    @Test
    void arrivalsWithinAnHourAreOne() {
        for (int minute = 0; minute < 60; minute += 10) {
            Instant arrival = NOON.plus(Duration.ofMinutes(minute));
            assertThat(arrives(arrival.minus(Duration.ofHours(1)), arrival).marks())
                    .isEmpty();
        }
    }

    @Test
    void eachArrivalIsJudgedByItsNewestReading() {
        for (int day = 0; day < 3; day++) {
            arrives(hours(24 * day - 5), hours(24 * day));
            arrives(hours(24 * day - 1), hours(24 * day));
        }

        assertThat(known.inWords()).contains("device clock behind by PT1H");
    }

    @Test
    void aSmallerLagEndsIt() {
        behindByAnHour();

        Reading set = arrives(hours(9).minus(Duration.ofMinutes(30)), hours(9));

        assertThat(set.effectiveTime()).isEqualTo(hours(9).minus(Duration.ofMinutes(30)));
        assertThat(set.marks()).isEmpty();
        assertThat(known.inWords()).isEmpty();
    }

    @Test
    void itGoesWithAClockThatRunsFast() {
        behindByAnHour();

        Duration lag = Duration.ofHours(1);
        for (int hour = 9; hour < 30; hour++) {
            lag = lag.minusSeconds(45);
            assertThat(arrives(hours(hour).minus(lag), hours(hour)).effectiveTime())
                    .isEqualTo(hours(hour));
        }
    }

    @Test
    void aLaterResetIsLearnedInPlaceOfTheFirst() {
        behindByAnHour();

        for (int hour = 10; hour < 13; hour++) {
            arrives(hours(hour - 100), hours(hour));
        }

        assertThat(known.inWords()).contains("device clock behind by PT100H");
    }

    /** Readings that leave a device in the order they were taken, whose clock is wrong by one amount. */
    @Property
    void theOrderIsKeptAndNothingIsInTheFuture(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 5_000) Integer> minutesApart,
            @ForAll @Size(30) List<@IntRange(max = 600) Integer> storedMinutes,
            @ForAll @IntRange(min = 6, max = 80_000) int wrongMinutes) {
        known = ClockOffset.NONE;
        Instant taken = NOON;
        Instant left = NOON;
        Instant before = Instant.MIN;
        for (int i = 0; i < minutesApart.size(); i++) {
            taken = taken.plus(Duration.ofMinutes(minutesApart.get(i)));
            Instant leaves = taken.plus(Duration.ofMinutes(storedMinutes.get(i)));
            left = leaves.isAfter(left) ? leaves : left;
            Reading reading = arrives(taken.plus(Duration.ofMinutes(wrongMinutes)), left);
            if (reading.marks().contains(Mark.DEVICE_CLOCK_AHEAD)) {
                assertThat(reading.effectiveTime()).isBetween(taken, left).isAfterOrEqualTo(before);
                before = reading.effectiveTime();
            } else {
                before = Instant.MIN;
            }
        }
    }

    /** A clock behind; and readings that are stored for whatever time. */
    @Property
    void noCorrectionGoesBeyondWhenItLeft(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 5_000) Integer> minutesApart,
            @ForAll @Size(30) List<@IntRange(max = 3) Integer> storedHours,
            @ForAll @IntRange(max = 80_000) int behindMinutes) {
        known = ClockOffset.NONE;
        Instant left = NOON;
        for (int i = 0; i < minutesApart.size(); i++) {
            left = left.plus(Duration.ofMinutes(minutesApart.get(i)));
            Instant taken = left.minus(Duration.ofHours(storedHours.get(i)));
            Instant deviceTime = taken.minus(Duration.ofMinutes(behindMinutes));

            Reading reading = arrives(deviceTime, left);

            assertThat(reading.effectiveTime()).isBetween(deviceTime, left);
            assertThat(reading.effectiveTime().equals(deviceTime))
                    .isEqualTo(!reading.marks().contains(Mark.DEVICE_CLOCK_CORRECTED));
        }
    }

    private void behindByAnHour() {
        for (int hour = 1; hour < 8; hour += 2) {
            arrives(hours(hour - 1), hours(hour));
        }
        assertThat(known.inWords()).contains("device clock behind by PT1H");
    }

    private Reading arrives(Instant deviceTime, Instant leftDeviceAt) {
        return arrives(deviceTime, leftDeviceAt, leftDeviceAt);
    }

    private Reading arrives(Instant deviceTime, Instant leftDeviceAt, Instant receivedAt) {
        EffectiveTime believed = EffectiveTime.of(Optional.of(deviceTime), receivedAt, leftDeviceAt);
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        believed.mark().ifPresent(marks::add);
        if (Duration.between(believed.time(), receivedAt).compareTo(Timing.HORIZON) > 0) {
            marks.add(Mark.BEYOND_HORIZON);
        }
        Reading reading = new Reading(
                "r1",
                0,
                "derby",
                "cuff-1",
                null,
                Kind.PULSE,
                Map.of(Parameter.PULSE_RATE, BigDecimal.TEN),
                Map.of(),
                believed.time(),
                receivedAt,
                marks,
                null);
        ClockOffset.Step step = known.observe(reading, deviceTime, leftDeviceAt);
        known = step.known();
        return step.reading();
    }

    private static Instant hours(int hours) {
        return NOON.plus(Duration.ofHours(hours));
    }
}
