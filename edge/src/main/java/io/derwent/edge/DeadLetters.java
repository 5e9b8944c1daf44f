package io.derwent.edge;

import io.derwent.edge.queue.Channels;
import io.derwent.edge.queue.DamagedRecord;
import io.derwent.edge.queue.DurableQueue;
import io.derwent.edge.queue.QueueFull;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages the gateway refused for good, kept with the reason until a person replays or discards them. For the hub's thread.
 * A message killed on its way here from the queue is in both, comes again, and is then here once.
 */
final class DeadLetters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final DurableQueue queue;
    private final Map<String, Long> records;

    private DeadLetters(DurableQueue queue, Map<String, Long> records) {
        this.queue = queue;
        this.records = records;
    }

    static DeadLetters open(Path directory, DurableQueue.Settings settings, Channels channels) throws IOException {
        Map<String, Long> found = new LinkedHashMap<>();
        DurableQueue queue = DurableQueue.open(
                directory,
                settings,
                channels,
                (record, body) -> found.put(MessageFormat.deadLetter(body).id(), record));
        return new DeadLetters(queue, found);
    }

    /**
     * Keeps one, on disk when this returns.
     *
     * @throws QueueFull   if there is no more room for dead letters
     * @throws IOException if it cannot be written
     */
    void add(DeadLetter letter) throws QueueFull, IOException {
        if (!records.containsKey(letter.id())) {
            long record = queue.append(MessageFormat.bytes(letter));
            queue.commit();
            records.put(letter.id(), record);
        }
    }

    int count() {
        return records.size();
    }

    /** Oldest first. */
    List<DeadLetter.Shown> first(int atMost) throws IOException {
        List<DeadLetter.Shown> letters = new ArrayList<>();
        for (String id : records.keySet().stream().limit(atMost).toList()) {
            find(id).map(DeadLetter::shown).ifPresent(letters::add);
        }
        return letters;
    }

    List<String> ids() {
        return List.copyOf(records.keySet());
    }

    /** Empty if it is not there, or not any more because the disk has lost it. */
    Optional<DeadLetter> find(String id) throws IOException {
        Long record = records.get(id);
        try {
            return record == null ? Optional.empty() : Optional.of(MessageFormat.deadLetter(queue.read(record)));
        } catch (DamagedRecord e) {
            LOG.error("a dead letter is lost: {}", e.getMessage());
            remove(id);
            return Optional.empty();
        }
    }

    /** Whether it was there. */
    boolean remove(String id) {
        Long record = records.remove(id);
        if (record != null) {
            queue.remove(record);
        }
        return record != null;
    }

    @Override
    public void close() throws IOException {
        queue.close();
    }
}
