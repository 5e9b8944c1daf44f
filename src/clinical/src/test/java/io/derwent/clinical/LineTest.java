package io.derwent.clinical;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When being disconnected says something. */
class LineTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Line UNKNOWN = Line.of("derby", "hub-1");

    private static Instant minute(int minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    @Test
    void whatStayedConnectedForAnHourIsOfflineOnceItIsGone() {
        Line line = UNKNOWN.connected("c", NOON).disconnected("c", minute(60));

        assertThat(line.offlineSince()).isEqualTo(minute(60));
    }

    @Test
    void whatComesForEachMessageIsNot() {
        Line line = UNKNOWN.connected("c", NOON)
                .disconnected("c", NOON.plusSeconds(3))
                .connected("c", minute(60))
                .disconnected("c", minute(119));

        assertThat(line.offlineSince()).isNull();
    }

    @Test
    void aShortConnectionOfWhatStaysAsARuleEndsItAgain() {
        Line line = UNKNOWN.connected("c", NOON)
                .disconnected("c", minute(600))
                .connected("c", minute(610))
                .disconnected("c", minute(615));

        assertThat(line.offlineSince()).isEqualTo(minute(615));
    }

    @Test
    void whatStayedLongAgoIsNoRule() {
        Line line = UNKNOWN.connected("c", NOON)
                .disconnected("c", minute(60))
                .connected("c", NOON.plus(Duration.ofDays(8)))
                .disconnected("c", NOON.plus(Duration.ofDays(8)).plusSeconds(1));

        assertThat(line.offlineSince()).isNull();
    }

    @Test
    void itIsBackWithTheNextConnection() {
        Line line = UNKNOWN.connected("c", NOON).disconnected("c", minute(60)).connected("d", minute(61));

        assertThat(line.offlineSince()).isNull();
    }

    @Test
    void aClientThatTookOverItsOwnConnectionStayedConnected() {
        Line line = UNKNOWN.connected("c", NOON).connected("c", minute(90)).disconnected("c", minute(91));

        assertThat(line.offlineSince()).isEqualTo(minute(91));
    }

    @Test
    void oneOfTwoClientsIsStillThere() {
        Line line = UNKNOWN.connected("c", NOON).connected("d", NOON).disconnected("c", minute(90));

        assertThat(line.offlineSince()).isNull();
        assertThat(line.disconnected("d", minute(91)).offlineSince()).isEqualTo(minute(91));
    }

    @Test
    void anEndWithoutABeginningSaysNothing() {
        assertThat(UNKNOWN.disconnected("c", NOON)).isEqualTo(UNKNOWN);
    }

    @Test
    void whatItRemembersIsBounded() {
        Line line = UNKNOWN;
        for (int i = 0; i < 1_000; i++) {
            line = line.connected("client-" + i, NOON).usedBy("device-" + i, "p1");
        }

        assertThat(line.connections()).hasSize(Line.MOST_CONNECTIONS);
        assertThat(line.users()).hasSize(Line.MOST_USERS).contains(new Line.User("device-999", "p1"));
    }

    @Test
    void aDeviceIsAUserOnceAPatientAndUntilItLeaves() {
        Line line = UNKNOWN.usedBy("scale", "p1")
                .usedBy("scale", "p2")
                .usedBy("scale", "p1")
                .usedBy("cuff", "p1");

        assertThat(line.users())
                .containsExactly(
                        new Line.User("scale", "p1"), new Line.User("scale", "p2"), new Line.User("cuff", "p1"));
        assertThat(line.leftBy("scale").users()).containsExactly(new Line.User("cuff", "p1"));
    }
}
