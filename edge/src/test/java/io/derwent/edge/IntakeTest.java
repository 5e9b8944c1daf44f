package io.derwent.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.edge.queue.DurableQueue;
import io.derwent.edge.queue.FaultyDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:05:00Z");

    @TempDir
    private Path directory = Path.of("");

    private final FaultyDisk disk = new FaultyDisk();
    private final VirtualThread thread = new VirtualThread(NOW);
    private final List<String> answers = new ArrayList<>();
    private int woken;

    @SuppressWarnings("NullAway.Init")
    private Outbox outbox;

    @SuppressWarnings("NullAway.Init")
    private Intake intake;

    @BeforeEach
    void open() throws IOException {
        outbox = Outbox.open(directory, DurableQueue.Settings.of(2_000, true), disk);
        intake = new Intake(outbox, thread, kept -> woken++);
    }

    @AfterEach
    void close() throws IOException {
        outbox.close();
    }

    @Test
    void whatCameTogetherIsWrittenTogetherAndAnsweredInItsOrder() {
        keep("1");
        keep("2");
        assertThat(answers).isEmpty();

        thread.settle();

        assertThat(answers).containsExactly("1 kept", "2 kept");
        assertThat(outbox.count()).isEqualTo(2);
        assertThat(woken).isOne();
    }

    @Test
    void onAFullDiskEachIsToldAndWhatFitsIsKept() {
        disk.hasRoomFor(100);
        keep("1");
        keep("2".repeat(200));
        keep("3");

        thread.settle();

        assertThat(answers).hasSize(3);
        assertThat(answers.get(0)).isEqualTo("1 kept");
        assertThat(answers.get(1)).endsWith("DISK: the hub cannot keep it: No space left on device");
        assertThat(answers.get(2)).isEqualTo("3 kept");
    }

    @Test
    void aDiskThatDoesNotFlushKeepsNothingOfWhatCameTogether() {
        disk.refusesToFlush(true);
        keep("1");
        keep("2");
        thread.settle();
        assertThat(answers).allSatisfy(answer -> assertThat(answer).contains("DISK"));
        assertThat(outbox.count()).isZero();

        disk.refusesToFlush(false);
        keep("3");
        thread.settle();

        assertThat(answers).last().isEqualTo("3 kept");
        assertThat(outbox.count()).isOne();
    }

    @Test
    void beyondTheBoundTheNewestIsToldThatTheQueueIsFull() {
        keep("1".repeat(1_900));
        keep("2".repeat(100));
        thread.settle();

        assertThat(answers.get(1)).contains("FULL: the hub cannot keep it: the queue is full");
    }

    @Test
    void itIsBehindWhenMoreWaitsThanTheDiskTakes() {
        keep("x".repeat((int) Intake.WAITING_BYTES - Intake.OVERHEAD_BYTES));
        assertThat(intake.isBehind()).isFalse();
        keep("x");
        assertThat(intake.isBehind()).isTrue();

        thread.settle();

        assertThat(intake.isBehind()).isFalse();
    }

    private void keep(String payload) {
        CompletableFuture<Void> kept = intake.keep(new Message(
                Message.Endpoint.EVENT,
                "cuff",
                Optional.empty(),
                "",
                false,
                NOW,
                payload.getBytes(StandardCharsets.UTF_8)));
        var unused = kept.whenComplete((done, error) -> {
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            answers.add(
                    cause instanceof LocalRefusal refusal
                            ? "%s %s: %s".formatted(payload, refusal.reason(), refusal.text())
                            : payload + " kept");
        });
    }
}
