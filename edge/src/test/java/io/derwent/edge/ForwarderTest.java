package io.derwent.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.edge.queue.Channels;
import io.derwent.edge.queue.DurableQueue;
import io.derwent.edge.queue.FaultyDisk;
import io.github.resilience4j.core.IntervalFunction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwarderTest {
    private static final Instant START = Instant.parse("2026-11-22T08:05:00Z");
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final DurableQueue.Settings ROOM = DurableQueue.Settings.of(64 * 1024 * 1024, false);

    @TempDir
    private Path directory = Path.of("");

    private final FakeGateway gateway = new FakeGateway();
    private final VirtualThread thread = new VirtualThread(START);
    private final WallClock clock = new WallClock(thread);
    private final FaultyDisk deadDisk = new FaultyDisk();

    @SuppressWarnings("NullAway.Init")
    private Outbox outbox;

    @SuppressWarnings("NullAway.Init")
    private DeadLetters deadLetters;

    @SuppressWarnings("NullAway.Init")
    private Forwarder forwarder;

    @BeforeEach
    void open() throws IOException {
        outbox = Outbox.open(directory.resolve("queue"), ROOM, Channels.real());
        deadLetters = DeadLetters.open(directory.resolve("dead-letters"), ROOM, deadDisk);
        forwarder =
                new Forwarder(outbox, deadLetters, gateway, clock, thread, 50, IntervalFunction.of(PAUSE.toMillis()));
    }

    @AfterEach
    void close() throws IOException {
        outbox.close();
        deadLetters.close();
    }

    @Test
    void whatTheGatewayTakesIsRemoved() throws Exception {
        keep("cuff", "1", "2");

        start();

        assertThat(gateway.receivedPayloads()).containsExactly("1", "2");
        assertThat(outbox.count()).isZero();
        assertThat(forwarder.forwarded()).isEqualTo(2);
    }

    @Test
    void itSpeaksForTheDeviceAndSaysWhenItTookTheMessage() throws Exception {
        outbox.add(new Message(
                Message.Endpoint.EVENT, "cuff-1", Optional.of("text/plain"), "hono-ttl=60", true, START, bytes("x")));
        outbox.commit();

        start();

        assertThat(gateway.received()).singleElement().satisfies(sent -> {
            assertThat(sent.topic()).isEqualTo("event//cuff-1/?hono-ttl=60&hub-received-at=1795334700000");
            assertThat(sent.contentType()).contains("text/plain");
            assertThat(sent.retain()).isTrue();
            assertThat(sent.payload()).isEqualTo(bytes("x"));
        });
    }

    @Test
    void oneMessageOfADeviceIsOutAtATimeAndNoMoreThanTheGatewayAllows() throws Exception {
        gateway.announcing(3, Long.MAX_VALUE).answers(false);
        for (int device = 0; device < 5; device++) {
            keep("device-" + device, "first of " + device, "second of " + device);
        }

        start();

        assertThat(gateway.waiting())
                .extracting(Outgoing::topic)
                .doesNotHaveDuplicates()
                .hasSize(3);
        while (gateway.unanswered() > 0) {
            gateway.answerOne();
            thread.settle();
        }
        assertThat(gateway.mostInFlight()).isEqualTo(3);
        assertThat(gateway.received()).hasSize(10);
        assertInOrderPerDevice();
    }

    @ParameterizedTest(name = "0x{0}")
    @ValueSource(strings = {"99", "87", "90"})
    void whatIsRefusedForGoodIsADeadLetterAndTheQueueGoesOn(String code) throws Exception {
        Answer refusal = new Answer(Integer.parseInt(code, 16), "because");
        gateway.answer(message -> text(message).equals("bad") ? refusal : FakeGateway.TAKEN);
        keep("cuff", "1", "bad", "2");

        start();

        assertThat(gateway.receivedPayloads()).containsExactly("1", "2");
        assertThat(outbox.count()).isZero();
        assertThat(deadLetters.first(10)).singleElement().satisfies(letter -> {
            assertThat(deadLetters.find(letter.id()).orElseThrow().message().payload())
                    .isEqualTo(bytes("bad"));
            assertThat(letter.reason()).isEqualTo(refusal);
            assertThat(letter.refusedAt()).isEqualTo(START);
        });
    }

    @ParameterizedTest(name = "0x{0}")
    @ValueSource(strings = {"83", "97", "80", "91"})
    void anyOtherRefusalKeepsTheMessageAndItsOrder(String code) throws Exception {
        gateway.answer(message -> new Answer(Integer.parseInt(code, 16), ""));
        keep("cuff", "1", "2");
        start();
        assertThat(outbox.count()).isEqualTo(2);
        assertThat(forwarder.isHeldUp()).isTrue();
        assertThat(forwarder.lastProblem())
                .hasValueSatisfying(problem -> assertThat(problem.text()).contains("0x" + code));

        gateway.answer(message -> FakeGateway.TAKEN);
        thread.pass(PAUSE);

        assertThat(gateway.receivedPayloads()).containsExactly("1", "2");
        assertThat(gateway.connects()).isOne();
        assertThat(forwarder.isHeldUp()).isFalse();
    }

    @Test
    void whatIsLargerThanTheGatewaysMaximumIsADeadLetterWithoutBeingSent() throws Exception {
        Outgoing fits = Outgoing.of(message("cuff", "x".repeat(400)));
        gateway.announcing(10, fits.packetBytes());
        keep("cuff", "x".repeat(400), "x".repeat(401), "after");

        start();

        assertThat(gateway.receivedPayloads()).containsExactly("x".repeat(400), "after");
        assertThat(deadLetters.first(10))
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason())
                        .isEqualTo(new Answer(
                                0x95,
                                "the packet has %d bytes, the gateway takes %d"
                                        .formatted(fits.packetBytes() + 1, fits.packetBytes()))));
    }

    @Test
    void theMessageAGatewayEndsTheConnectionForIsFoundAmongThoseThatWereOut() throws Exception {
        gateway.answers(false);
        for (int device = 0; device < 6; device++) {
            keep("device-" + device, device == 3 ? "too large" : "small " + device);
        }
        start();
        for (int step = 0; step < 50 && outbox.count() > 0; step++) {
            boolean culpritIsOut =
                    gateway.waiting().stream().anyMatch(out -> text(out).equals("too large"));
            if (culpritIsOut) {
                gateway.cut(new LineLost("DISCONNECT 0x95", Trouble.TOO_LARGE));
            } else if (gateway.unanswered() > 0) {
                gateway.answerOne();
            }
            thread.pass(PAUSE);
        }

        assertThat(deadLetters.first(10)).extracting(DeadLetter.Shown::device).containsExactly("device-3");
        assertThat(gateway.receivedPayloads())
                .containsExactlyInAnyOrder("small 0", "small 1", "small 2", "small 4", "small 5");
    }

    @Nested
    class GivenTheLineIsDown {
        @BeforeEach
        void down() {
            gateway.reachable(false);
            start();
        }

        @Test
        void messagesWaitAndItTriesAgainAfterEachPause() throws Exception {
            keep("cuff", "1");
            forwarder.wake();
            thread.pass(PAUSE.multipliedBy(3));

            assertThat(gateway.connects()).isEqualTo(4);
            assertThat(outbox.count()).isOne();
            assertThat(forwarder.isConnected()).isFalse();
            assertThat(forwarder.lastProblem().orElseThrow().text()).isEqualTo("nobody answers");
        }

        @Test
        void theyAreSentInOrderWhenItIsBack() throws Exception {
            keep("cuff", "1", "2", "3");

            gateway.reachable(true);
            thread.pass(PAUSE);

            assertThat(gateway.receivedPayloads()).containsExactly("1", "2", "3");
            assertThat(forwarder.isConnected()).isTrue();
        }
    }

    @Test
    void whatWasOutWhenTheLineWasLostIsSentAgainFirst() throws Exception {
        gateway.answers(false);
        keep("cuff", "1", "2");
        start();
        gateway.cut(new LineLost("gone"));
        gateway.answers(true);

        thread.pass(PAUSE);

        assertThat(gateway.receivedPayloads()).containsExactly("1", "2");
    }

    @Test
    void aPubackThatDoesNotComeEndsTheLine() throws Exception {
        gateway.answers(false);
        keep("cuff", "1");
        start();
        gateway.answers(true);

        thread.pass(Forwarder.PUBACK_WITHIN.plusSeconds(10).plus(PAUSE));

        assertThat(gateway.receivedPayloads()).containsExactly("1");
        assertThat(gateway.connects()).isEqualTo(2);
        assertThat(forwarder.lastProblem().orElseThrow().text()).contains("no PUBACK within 30 s");
    }

    @Test
    void aPubackThatDoesNotComeEndsTheLineThoughTheHubsClockIsPutBack() throws Exception {
        gateway.answers(false);
        keep("cuff", "1");
        start();
        gateway.answers(true);
        clock.putBack(Duration.ofHours(10));

        thread.pass(Forwarder.PUBACK_WITHIN.plusSeconds(10).plus(PAUSE));

        assertThat(gateway.receivedPayloads()).containsExactly("1");
    }

    @Test
    void aLineIsNotGivenUpBecauseTheHubsClockIsPutForward() throws Exception {
        gateway.answers(false);
        keep("cuff", "1");
        start();
        clock.putBack(Duration.ofDays(-3_000));

        thread.pass(Duration.ofSeconds(20));
        gateway.answerOne();
        thread.settle();

        assertThat(gateway.connects()).isOne();
        assertThat(gateway.receivedPayloads()).containsExactly("1");
    }

    @Test
    void aReasonOfAnyLengthIsKeptByItsBeginning() throws Exception {
        gateway.answer(message -> new Answer(0x99, "\uD834\uDD1E".repeat(16_000)));
        keep("cuff", "bad");

        start();

        assertThat(deadLetters.first(1))
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason().text())
                        .startsWith("\uD834\uDD1E")
                        .hasSizeLessThan(1_010));
    }

    @Test
    void withoutRoomForDeadLettersADeviceWaitsAndOthersGoOn() throws Exception {
        deadDisk.hasRoomFor(0);
        gateway.answer(message -> text(message).equals("bad") ? new Answer(0x99, "not JSON") : FakeGateway.TAKEN);
        keep("cuff", "bad", "good");
        keep("scale", "80");

        start();

        assertThat(gateway.receivedPayloads()).containsExactly("80");
        assertThat(outbox.count()).isEqualTo(2);
        assertThat(outbox.devicesHeld()).isOne();
        deadDisk.hasRoomFor(10_000);
        thread.pass(Forwarder.LOOK_AT_HELD_EVERY);
        assertThat(gateway.receivedPayloads()).containsExactly("80", "good");
        assertThat(deadLetters.count()).isOne();
    }

    @Test
    void aDeadLetterThatComesAgainAfterAKillIsThereOnce() throws Exception {
        DeadLetter letter = new DeadLetter(message("cuff", "bad"), new Answer(0x99, "not JSON"), START);
        deadLetters.add(letter);
        deadLetters.close();
        deadLetters = DeadLetters.open(directory.resolve("dead-letters"), ROOM, deadDisk);

        deadLetters.add(letter);

        assertThat(deadLetters.count()).isOne();
        assertThat(deadLetters.remove(letter.id())).isTrue();
        assertThat(deadLetters.remove(letter.id())).isFalse();
    }

    @Test
    void whatTheDiskHasLostIsCountedAndStopsNothing() throws Exception {
        gateway.reachable(false);
        start();
        keep("cuff", "lost", "kept");
        deadLetters.add(new DeadLetter(message("cuff", "lost"), new Answer(0x99, "not JSON"), START));
        damage(directory.resolve("queue"), "lost");
        damage(directory.resolve("dead-letters"), "lost");
        assertThat(outbox.oldest()).isEmpty();
        assertThat(deadLetters.first(10)).isEmpty();
        assertThat(deadLetters.count()).isZero();

        gateway.reachable(true);
        thread.pass(PAUSE);

        assertThat(gateway.receivedPayloads()).containsExactly("kept");
        assertThat(outbox.lost()).isOne();
        assertThat(outbox.count()).isZero();
    }

    private static void damage(Path queue, String body) throws IOException {
        try (Stream<Path> files = Files.list(queue)) {
            Path file = files.filter(each -> each.toString().endsWith(".seg"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf(body)]++;
            Files.write(file, bytes, StandardOpenOption.WRITE);
        }
    }

    /** Three days without a line, a reading a minute from each of 20 devices; a restart on each day. */
    @Test
    void seventyTwoHoursOfReadingsAreAllSentOnceAndInOrder() throws Exception {
        int devices = 20;
        int minutes = 72 * 60;
        gateway.reachable(false);
        start();
        List<String> expected = new ArrayList<>();
        for (int minute = 0; minute < minutes; minute++) {
            for (int device = 0; device < devices; device++) {
                String body = "{\"kind\":\"pulse\",\"perMinute\":%d,\"seq\":%d}".formatted(60 + device, minute);
                keep("device-" + device, body);
                expected.add("event//device-%d %s".formatted(device, body));
            }
            thread.pass(Duration.ofMinutes(1));
            if (minute % (24 * 60) == 700) {
                restart();
            }
        }
        assertThat(outbox.count()).isEqualTo(86_400);
        assertThat(outbox.oldest()).contains(START);

        gateway.reachable(true);
        thread.pass(Duration.ofMinutes(2));

        assertThat(outbox.count()).isZero();
        assertThat(gateway.received())
                .extracting(sent -> sent.topic().substring(0, sent.topic().indexOf("/?")) + " " + text(sent))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertInOrderPerDevice();
    }

    private void restart() throws IOException {
        forwarder.stop();
        outbox.close();
        deadLetters.close();
        open();
        start();
    }

    private void start() {
        forwarder.start();
        thread.settle();
    }

    private void assertInOrderPerDevice() {
        Map<String, Instant> latest = new HashMap<>();
        Map<String, String> lastBody = new HashMap<>();
        gateway.received().forEach(sent -> {
            String device = sent.topic().substring(0, sent.topic().indexOf("/?"));
            Instant at = Instant.ofEpochMilli(
                    Long.parseLong(sent.topic().substring(sent.topic().lastIndexOf('=') + 1)));
            assertThat(at).isAfterOrEqualTo(latest.getOrDefault(device, Instant.EPOCH));
            assertThat(text(sent)).isNotEqualTo(lastBody.put(device, text(sent)));
            latest.put(device, at);
        });
    }

    private void keep(String device, String... payloads) throws Exception {
        for (String payload : payloads) {
            outbox.add(message(device, payload));
        }
        outbox.commit();
    }

    private Message message(String device, String payload) {
        return new Message(
                Message.Endpoint.EVENT,
                device,
                Optional.of("application/vnd.derwent.reading+json"),
                "",
                false,
                thread.instant(),
                bytes(payload));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Outgoing message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }

    @Test
    void thePlacesOfALongLineAreKeptInOrder() {
        LongFifo fifo = new LongFifo();
        IntStream.range(0, 1_000).forEach(number -> {
            fifo.add(number);
            if (number % 3 == 0) {
                fifo.remove();
            }
        });

        assertThat(fifo.first()).isEqualTo(334);
        IntStream.range(334, 1_000).forEach(number -> assertThat(fifo.remove()).isEqualTo(number));
        assertThat(fifo.isEmpty()).isTrue();
    }
}
