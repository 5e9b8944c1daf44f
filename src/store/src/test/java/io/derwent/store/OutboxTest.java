package io.derwent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.derwent.store.Outbox.Message;
import io.derwent.store.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database console = postgres.open(Roles.CONSOLE);

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void messagesAreRelayedInOrderAndOnce() {
        add("a");
        add("b");

        assertThat(relay()).containsExactly("a", "b");
        assertThat(relay()).isEmpty();
    }

    @Test
    void aTombstoneHasNoPayload() {
        console.inPlatform(c -> {
            Outbox.add(c, "derwent.care-plans", "north/ada", null);
            return true;
        });

        List<Message> pending = console.inPlatform(c -> Outbox.lockPending(c, 10));
        assertThat(pending).singleElement().matches(message -> message.payload() == null);
    }

    @Test
    void aMessageOfARolledBackChangeIsNeverSent() {
        assertThatThrownBy(() -> console.inPlatform(c -> {
                    Outbox.add(c, "t", "k", bytes("a"));
                    throw new IllegalArgumentException("changed my mind");
                }))
                .hasMessage("changed my mind");

        assertThat(relay()).isEmpty();
    }

    @Test
    void whatTheRelayDidNotMarkIsSentAgain() {
        add("a");

        assertThatThrownBy(() -> console.inPlatform(c -> {
                    List<Message> pending = Outbox.lockPending(c, 10);
                    Outbox.markPublished(c, pending);
                    throw new IllegalStateException("died before commit");
                }))
                .hasMessage("died before commit");

        assertThat(relay()).containsExactly("a");
    }

    @Test
    void onlyOneRelayAtATimeGetsMessages() throws SQLException {
        add("a");
        try (Connection first = postgres.connect(Roles.CONSOLE)) {
            first.setAutoCommit(false);
            assertThat(Outbox.lockPending(first, 10)).hasSize(1);

            assertThat(relay()).isEmpty();

            first.rollback();
            assertThat(relay()).containsExactly("a");
        }
    }

    @Test
    void publishedMessagesArePurged() {
        add("a");
        assertThat(purge()).isZero();

        relay();
        assertThat(purge()).isEqualTo(1);
    }

    @Test
    void aCommitWakesTheRelay() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        CountDownLatch listening = new CountDownLatch(1);
        Notifications.Listener listener = new Notifications.Listener() {
            @Override
            public void on(String channel, String payload) {
                heard.add(channel);
            }

            @Override
            public void onListening() {
                listening.countDown();
            }
        };
        Notifications notifications =
                Notifications.listen(postgres.as(Roles.CONSOLE), List.of(Outbox.CHANNEL), listener);
        try {
            listening.await();

            add("a");

            await().untilAsserted(() -> assertThat(heard).containsExactly(Outbox.CHANNEL));
        } finally {
            notifications.close();
        }
    }

    private void add(String payload) {
        console.inPlatform(c -> {
            Outbox.add(c, "derwent.care-plans", "north/ada", bytes(payload));
            return true;
        });
    }

    private List<String> relay() {
        return console.inPlatform(c -> {
            List<Message> pending = Outbox.lockPending(c, 10);
            Outbox.markPublished(c, pending);
            return pending.stream()
                    .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                    .toList();
        });
    }

    private int purge() {
        return console.inPlatform(c -> Outbox.purge(c, Duration.ofMinutes(-1)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
