package io.derwent.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderStatus;
import io.derwent.model.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReaderWatchTest {
    private static final Instant NOON = Trace.START;
    private static final Instant DUE = NOON.plusSeconds(300);

    private final ReaderWatch watch = new ReaderWatch(new ReaderPlaces("derby", "ward", 1, null, 300, List.of()));
    private final ReaderState heard = watch.heard(ReaderState.empty(), NOON).state();

    @Test
    void itIsSilentWhenItsLimitIsReachedAndNotBefore() {
        assertThat(watch.heard(ReaderState.empty(), NOON).wakeAt()).contains(DUE);
        assertThat(watch.wake(heard, DUE.minusMillis(1)).event()).isEmpty();
        assertThat(watch.wake(heard, DUE).event()).isPresent();
        assertThat(watch.status(heard)).contains(new ReaderStatus("derby", "ward", true, NOON, NOON, null));
    }

    @Test
    void oneSilenceIsOneAlertHoweverManyThingsHangOnIt() {
        ReaderWatch.Outcome silent = watch.wake(heard, DUE);
        AlertEvent raised = silent.event().orElseThrow();

        assertThat(raised.kind()).isEqualTo(AlertEvent.Kind.RAISED);
        assertThat(raised.subject()).isEqualTo(Subject.reader("ward"));
        assertThat(raised.rule()).isEqualTo("RD-01");
        assertThat(raised.at()).isEqualTo(DUE);
        assertThat(raised.firstBreachAt()).isEqualTo(NOON);
        assertThat(watch.wake(silent.state(), DUE.plusSeconds(600)).event()).isEmpty();
        assertThat(watch.status(silent.state()).orElseThrow().silentSince()).isEqualTo(NOON);
    }

    @Test
    void whenItIsBackItsAlertClearsAndTheNextSilenceIsAnother() {
        ReaderWatch.Outcome silent = watch.wake(heard, DUE);
        Instant back = NOON.plusSeconds(3600);

        ReaderWatch.Outcome again = watch.heard(silent.state(), back);
        ReaderWatch.Outcome next = watch.wake(again.state(), back.plusSeconds(300));

        AlertEvent raised = silent.event().orElseThrow();
        AlertEvent cleared = again.event().orElseThrow();
        assertThat(cleared.kind()).isEqualTo(AlertEvent.Kind.CLEARED);
        assertThat(cleared.alert()).isEqualTo(raised.alert());
        assertThat(cleared.id()).isNotEqualTo(raised.id());
        assertThat(watch.status(again.state())).contains(new ReaderStatus("derby", "ward", true, back, back, null));
        assertThat(next.event().orElseThrow().alert()).isNotEqualTo(raised.alert());
    }

    @Test
    void anOldMessageDoesNotEndASilence() {
        ReaderState silent = watch.wake(heard, DUE).state();

        ReaderWatch.Outcome late = watch.heard(silent, NOON.minusSeconds(1));

        assertThat(late.event()).isEmpty();
        assertThat(late.state()).isEqualTo(silent);
    }

    @Test
    void aGapThatNoTimerToldBeginsANewPresence() {
        assertThat(watch.heard(heard, DUE.minusMillis(1)).state().heardSince()).isEqualTo(NOON);
        assertThat(watch.heard(heard, DUE).state().heardSince()).isEqualTo(DUE);
        assertThat(watch.heard(heard, DUE).event()).isEmpty();
    }

    @Test
    void aHandheldsSilenceSaysNothing() {
        ReaderWatch handheld = new ReaderWatch(new ReaderPlaces("derby", "hand", 1, null, null, List.of()));
        ReaderWatch.Outcome once = handheld.heard(ReaderState.empty(), NOON);

        assertThat(once.wakeAt()).isEmpty();
        assertThat(handheld.wake(once.state(), NOON.plus(Duration.ofDays(365))).event())
                .isEmpty();
        assertThat(handheld.status(once.state()).orElseThrow().continuous()).isFalse();
    }

    @Test
    void anOutageOfOursSilencesNobody() {
        Instant back = NOON.plusSeconds(7200);

        ReaderWatch.Outcome after = watch.deafUntil(heard, back);

        assertThat(after.event()).isEmpty();
        assertThat(after.wakeAt()).contains(back.plusSeconds(300));
        assertThat(watch.status(after.state()).orElseThrow().heardSince()).isEqualTo(back);
        ReaderState silent = watch.wake(heard, DUE).state();
        assertThat(watch.deafUntil(silent, back).state()).isEqualTo(silent);
        assertThat(watch.deafUntil(ReaderState.empty(), back).state()).isEqualTo(ReaderState.empty());
    }

    @Test
    void fiveHundredThingsStayWhereTheirSilentReaderSawThem() {
        List<PresenceState> things = new ArrayList<>();
        PresenceWatch thing =
                new PresenceWatch("derby", "thing", MobilityProfile.of(io.derwent.model.Mobility.ROAMING));
        for (int i = 0; i < 500; i++) {
            things.add(thing.observe(PresenceState.empty(), new Sighting("A", "ward", 1, -50_00, NOON.minusMillis(i)))
                    .state());
        }

        ReaderWatch.Outcome silent = watch.wake(heard, DUE);
        Optional<ReaderStatus> status = watch.status(silent.state());

        assertThat(things)
                .allSatisfy(state -> assertThat(thing.wake(state, NOON.plus(Duration.ofDays(3)), status)
                                .move())
                        .isEmpty());
        assertThat(silent.event()).isPresent();
    }
}
