package io.derwent.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockOffsetTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

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

    /**
     * What evidence allows. Readings in minutes from noon, each as the device says it was taken {@code @} when it left; what is
     * believed of each, with a letter for a clock ahead, corrected, suspected.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            live                                          | 0@0 20@20 40@41                     | 0 20 40
            read out daily, hours after, to the minute    | 300@480 1740@1920 3180@3360 4620@4800 | 300 1740 3180 4620
            read out daily, and now and then live         | 300@480 1740@1920 2000@2000 3180@3360 | 300 1740 2000 3180
            read out weekly                               | 0@10000 10080@20080 20160@30160     | 0 10080 20160
            many read out at once                         | 0@100 20@100 40@101 60@102          | 0 20 40 60
            read out each hour, measured each hour        | 0@45 60@105 120@165 180@225         | 0 60 120 180
            an hour behind, live within the hour          | -60@0 -40@20 -20@40 0@60            | -60 -40s 40c 60c
            an hour behind, two each morning and evening  | -60@0 -55@5 660@720 665@725 1380@1440 | -60 -55s 660 725c 1440c
            an hour behind, one a day                     | -60@0 1380@1440 2820@2880 4260@4320 | -60 1380 2820 4260
            years behind, twice a day                     | -999999@0 -999280@720 -998559@1440  | -999999 -999280s 1440c
            behind, then set right                        | -60@0 -40@20 -20@40 60@60 80@100    | -60 -40s 40c 60 80
            behind, then less so                          | -60@0 -40@20 -20@40 30@60           | -60 -40s 40c 30s
            behind, then more so                          | -60@0 -40@20 -20@40 -140@60 -120@80 -100@100 | -60 -40s 40c -80c -60c 100c
            behind, one stored                            | -60@0 -40@20 -20@40 0@90            | -60 -40s 40c 60c
            brought one by one, in another distance       | 0@100 5@160 12@230                  | 0 5s 12s
            by the slower of two ways                     | 0@100 20@200 5@105                  | 0 20s 5
            ahead, live                                   | 120@0 140@20 161@40                 | 0a 20ac 40ac
            a day ahead, stored                           | 1440@0 1500@600 1560@600 2040@601   | 0a 60ac 120ac 600ac
            two hours ahead, stored for longer            | 120@0 180@600 240@600 720@601       | 0a 180s 240s 600ac
            ahead, then set right                         | 120@0 30@30 60@60                   | 0a 30 60
            ahead, then a time that may be right          | 120@0 60@180 200@200                | 0a 60 200
            ahead, then less so                           | 120@0 140@20 60@50 80@70            | 0a 20ac 50a 70ac
            ahead, then more so                           | 120@0 240@20 260@40                 | 0a 20ac 40ac
            ahead, the first time by too much             | 130@0 150@30 170@50 175@55 195@75   | 0a 20ac 40ac 55a 75ac
            ahead, stored for longer than the way is known | 30@24 90@60 91@61                  | 24a 60ac 61ac
            """)
    void itIsCorrectedAsFarAsArrivalsTell(String name, String readings, String believed) {
        List<String> told = new ArrayList<>();
        for (String reading : readings.strip().split(" ", -1)) {
            String[] times = reading.split("@", 2);
            told.add(inWords(arrives(minute(times[0]), minute(times[1]))));
        }

        assertThat(String.join(" ", told)).isEqualTo(believed);
    }

    private static Instant minute(String minutes) {
        return NOON.plus(Duration.ofMinutes(Long.parseLong(minutes)));
    }

    private static String inWords(Reading reading) {
        StringBuilder words = new StringBuilder()
                .append(Duration.between(NOON, reading.effectiveTime()).toMinutes());
        reading.marks().stream().sorted().forEach(mark -> {
            switch (mark) {
                case DEVICE_CLOCK_AHEAD -> words.append('a');
                case DEVICE_CLOCK_CORRECTED -> words.append('c');
                case DEVICE_CLOCK_SUSPECTED -> words.append('s');
                default -> {}
            }
        });
        return words.toString();
    }

    @Test
    void aClockThatWasResetIsKnownAtTheThirdArrival() {
        Duration reset = Duration.between(Instant.parse("2021-01-01T00:00:00Z"), NOON);

        assertThat(arrives(hours(0).minus(reset), hours(0)).marks()).containsExactly(Mark.BEYOND_HORIZON);
        assertThat(arrives(hours(1).minus(reset).minusSeconds(40), hours(1)).marks())
                .containsExactlyInAnyOrder(Mark.BEYOND_HORIZON, Mark.DEVICE_CLOCK_SUSPECTED);
        Reading third = arrives(hours(2).minus(reset).minusSeconds(20), hours(2));
        Reading stored = arrives(hours(3).minus(reset), hours(7));

        assertThat(third.effectiveTime()).isEqualTo(hours(2));
        assertThat(third.marks()).containsExactly(Mark.DEVICE_CLOCK_CORRECTED);
        assertThat(stored.effectiveTime()).isEqualTo(hours(3).plusSeconds(20));
        assertThat(known.inWords().orElseThrow()).startsWith("device clock behind by PT51636H");
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
    void whatAnEarlierBuildLearnedOnTooLittleIsNotBelieved() {
        known = new ClockOffset(0, null, HOUR.toMillis(), HOUR.toMillis(), 3, NOON, HOUR.toMillis(), null);

        assertThat(known.inWords()).isEmpty();
        assertThat(inWords(arrives(hours(23), hours(24)))).isEqualTo("1380");
        assertThat(inWords(arrives(hours(47), hours(48)))).isEqualTo("2820");
    }

    /** The clock is right and tells minutes; whatever was measured stays on the device until somebody reads it out. */
    @Property
    void whatIsReadOutLateIsNeverCorrectedNorSuspected(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 3_000) Integer> minutesApart,
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 3, max = 6_000) Integer> readOutApart) {
        known = ClockOffset.NONE;
        Instant readOut = NOON;
        Instant taken = NOON;
        List<Instant> onDevice = new ArrayList<>();
        for (int i = 0; i < minutesApart.size(); i++) {
            taken = taken.plus(Duration.ofMinutes(minutesApart.get(i))).plusSeconds(17);
            while (taken.isAfter(readOut)) {
                for (int at = 0; at < onDevice.size(); at++) {
                    Instant deviceTime = onDevice.get(at).truncatedTo(ChronoUnit.MINUTES);
                    Reading reading = arrives(deviceTime, readOut.plusSeconds(at));
                    assertThat(reading.effectiveTime()).isEqualTo(deviceTime);
                    assertThat(reading.marks()).doesNotContain(Mark.DEVICE_CLOCK_SUSPECTED);
                }
                onDevice.clear();
                readOut = readOut.plus(Duration.ofMinutes(readOutApart.get(i % readOutApart.size())));
            }
            onDevice.add(taken);
        }
    }

    /** The clock is behind and tells minutes; each reading comes within half a minute. */
    @Property
    void howFarAClockIsBehindIsLearnedOfLiveReadings(
            @ForAll @Size(min = 3, max = 30) List<@IntRange(min = 3, max = 2_000) Integer> minutesApart,
            @ForAll @Size(30) List<@IntRange(max = 30) Integer> travelSeconds,
            @ForAll @IntRange(min = 11, max = 3_000_000) int behindMinutes) {
        known = ClockOffset.NONE;
        Instant taken = NOON;
        int within = 0;
        for (int i = 0; i < minutesApart.size(); i++) {
            taken = taken.plus(Duration.ofMinutes(minutesApart.get(i)));
            Instant deviceTime = taken.minus(Duration.ofMinutes(behindMinutes)).truncatedTo(ChronoUnit.MINUTES);

            Reading reading = arrives(deviceTime, taken.plusSeconds(travelSeconds.get(i)));

            within += i > 0 && minutesApart.get(i) < behindMinutes - 2 ? 1 : 0;
            if (within >= 2) {
                assertThat(reading.marks()).contains(Mark.DEVICE_CLOCK_CORRECTED);
            }
            if (reading.marks().contains(Mark.DEVICE_CLOCK_CORRECTED)) {
                assertThat(Duration.between(taken, reading.effectiveTime()).abs())
                        .isLessThanOrEqualTo(MINUTE);
            }
        }
    }

    /** The clock is ahead, and now and then set anew; what is read out was taken since it was read out before. */
    @Property
    void aClockAheadIsNeverCorrectedToBeforeItWasReadOutTheLastTime(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 3, max = 3_000) Integer> readOutApart,
            @ForAll @Size(30) List<@IntRange(min = 10, max = 80_000) Integer> aheadMinutes,
            @ForAll @Size(30) List<@IntRange(max = 100) Integer> storedPercent) {
        known = ClockOffset.NONE;
        Instant before = NOON;
        for (int i = 0; i < readOutApart.size(); i++) {
            Instant readOut = before.plus(Duration.ofMinutes(readOutApart.get(i)));
            Instant taken = readOut.minusSeconds(readOutApart.get(i) * 60L * storedPercent.get(i) / 100);

            Reading reading = arrives(taken.plus(Duration.ofMinutes(aheadMinutes.get(i))), readOut);

            if (i > 0 && reading.marks().contains(Mark.DEVICE_CLOCK_AHEAD)) {
                assertThat(reading.effectiveTime()).isBetween(before.minus(MINUTE), readOut);
            }
            before = readOut;
        }
    }

    @Property
    void aClockAheadIsLearnedOfLiveReadings(
            @ForAll @Size(min = 2, max = 30) List<@IntRange(min = 3, max = 2_000) Integer> minutesApart,
            @ForAll @Size(30) List<@IntRange(max = 30) Integer> travelSeconds,
            @ForAll @IntRange(min = 6, max = 3_000_000) int aheadMinutes) {
        known = ClockOffset.NONE;
        Instant taken = NOON;
        for (int i = 0; i < minutesApart.size(); i++) {
            taken = taken.plus(Duration.ofMinutes(minutesApart.get(i)));

            Reading reading =
                    arrives(taken.plus(Duration.ofMinutes(aheadMinutes)), taken.plusSeconds(travelSeconds.get(i)));

            assertThat(Duration.between(taken, reading.effectiveTime()).abs()).isLessThanOrEqualTo(MINUTE);
        }
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
        for (int minute = 0; minute <= 60; minute += 20) {
            Instant arrival = NOON.plus(Duration.ofMinutes(minute));
            arrives(arrival.minus(HOUR), arrival);
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
