package io.derwent.devicesim.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Paho makes of a server's answers, on a real socket. */
class PahoLinksTest {
    private static final Login LOGIN = new Login("derby", "cuff-1", "secret");
    private static final Publication READING =
            new Publication("event", "application/json", "{}".getBytes(StandardCharsets.UTF_8));

    private final TinyBroker broker;
    private final PahoLinks links;

    PahoLinksTest() throws IOException {
        broker = new TinyBroker();
        links = new PahoLinks("127.0.0.1:" + broker.port());
    }

    @AfterEach
    void stop() throws IOException {
        broker.close();
    }

    @Test
    void aPubackOfZeroIsAnAcceptance() throws Exception {
        try (Link link = links.connect(LOGIN)) {
            assertThat(answer(link.publish(READING)).accepted()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x83, 0x87, 0x90, 0x97, 0x99})
    void aPubackFrom0x80IsARefusalThoughPahoCallsItASuccess(int reasonCode) throws Exception {
        broker.answerWith(reasonCode, "systolic is 400");
        try (Link link = links.connect(LOGIN)) {
            Puback puback = answer(link.publish(READING));

            assertThat(puback.accepted()).isFalse();
            assertThat(puback).isEqualTo(new Puback(reasonCode, "systolic is 400"));
        }
    }

    @Test
    void aConnectionLostBeforeThePubackFailsWhatIsWaitingAndTheLinkStaysLost() throws Exception {
        broker.hangUpOnPublish(true);
        try (Link link = links.connect(LOGIN)) {
            assertLost(link.publish(READING));
            assertLost(link.publish(READING));
        }
    }

    @Test
    void aSeveredLinkSaysNoGoodbye() throws Exception {
        Link link = links.connect(LOGIN);
        link.sever();

        assertLost(link.publish(READING));
        assertThat(broker.disconnects()).isZero();
    }

    @Test
    void aClosedLinkSaysGoodbye() throws Exception {
        links.connect(LOGIN).close();

        await().untilAsserted(() -> assertThat(broker.disconnects()).isEqualTo(1));
    }

    @Test
    void theServersReceiveMaximumIsKnown() throws Exception {
        broker.announceReceiveMaximum(7);
        try (Link link = links.connect(LOGIN)) {
            assertThat(link.receiveMaximum()).isEqualTo(7);
        }
    }

    @Test
    void wrongCredentialsAreARefusalForGood() {
        broker.refuseConnects(0x86);

        assertThatThrownBy(() -> links.connect(LOGIN))
                .isInstanceOf(ConnectRefused.class)
                .hasMessageContaining("0x86");
    }

    @Test
    void aServerThatIsUnavailableIsWorthAnotherTry() {
        broker.refuseConnects(0x88);

        assertThatThrownBy(() -> links.connect(LOGIN)).isInstanceOf(LinkLost.class);
    }

    @Test
    void nobodyListeningIsWorthAnotherTry() throws IOException {
        broker.close();

        assertThatThrownBy(() -> links.connect(LOGIN)).isInstanceOf(LinkLost.class);
    }

    private static Puback answer(CompletableFuture<Puback> puback)
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        return puback.get(5, TimeUnit.SECONDS);
    }

    private static void assertLost(CompletableFuture<Puback> puback) {
        assertThatThrownBy(() -> answer(puback)).hasCauseInstanceOf(LinkLost.class);
    }
}
