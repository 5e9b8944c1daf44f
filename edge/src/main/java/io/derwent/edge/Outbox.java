package io.derwent.edge;

import io.derwent.edge.queue.Channels;
import io.derwent.edge.queue.DamagedRecord;
import io.derwent.edge.queue.DurableQueue;
import io.derwent.edge.queue.QueueFull;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be forwarded, on disk, a lane for each device. One message of a device is out at a time, so that a device's
 * messages reach the gateway in order even if it asks for one of them again; among devices the oldest goes first. Of a
 * message only its place is in memory, eight bytes. For the hub's thread.
 *
 * <pre>
 *   add, commit ──> waiting ──next──> out ──┬─ remove:   gone
 *                      ▲                    ├─ giveBack: first in its lane again
 *                      └────── release ─────┴─ hold:     first in its lane, which stands still
 * </pre>
 */
final class Outbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final DurableQueue queue;
    private final Map<String, Lane> lanes = new HashMap<>();
    /** Lanes nobody has a message out of, by their first record. */
    private final NavigableMap<Long, Lane> ready = new TreeMap<>();

    private final List<Lane> held = new ArrayList<>();
    private final List<Added> uncommitted = new ArrayList<>();

    private record Added(String device, long record) {}

    /** A device's records, oldest first. */
    private static final class Lane {
        private final String device;
        private final LongFifo records = new LongFifo();

        Lane(String device) {
            this.device = device;
        }
    }

    /** A message that is out: {@link #remove}, {@link #giveBack} or {@link #hold} it. */
    record Taken(long record, Message message) {}

    private Outbox(Opening opening, DurableQueue queue) {
        this.queue = queue;
        opening.found.forEach(this::enqueue);
    }

    private static final class Opening {
        private final List<Added> found = new ArrayList<>();
    }

    static Outbox open(Path directory, DurableQueue.Settings settings, Channels channels) throws IOException {
        Opening opening = new Opening();
        Map<String, String> names = new HashMap<>();
        DurableQueue queue = DurableQueue.open(directory, settings, channels, (record, body) -> {
            String device = MessageFormat.message(body).device();
            opening.found.add(new Added(names.computeIfAbsent(device, name -> name), record));
        });
        return new Outbox(opening, queue);
    }

    /**
     * Writes a message; it waits from {@link #commit} on.
     *
     * @throws QueueFull   if there is no more room
     * @throws IOException if it cannot be written
     */
    void add(Message message) throws QueueFull, IOException {
        uncommitted.add(new Added(message.device(), queue.append(MessageFormat.bytes(message))));
    }

    /**
     * Makes what was added count.
     *
     * @throws IOException if the disk does not confirm it; then nothing of it is kept
     */
    void commit() throws IOException {
        try {
            queue.commit();
            uncommitted.forEach(this::enqueue);
        } finally {
            uncommitted.clear();
        }
    }

    private void enqueue(Added added) {
        Lane lane = lanes.computeIfAbsent(added.device(), Lane::new);
        lane.records.add(added.record());
        if (lane.records.size() == 1) {
            ready.put(added.record(), lane);
        }
    }

    /** The oldest message of a device that has none out; empty if there is none. */
    Optional<Taken> next() throws IOException {
        while (!ready.isEmpty()) {
            Map.Entry<Long, Lane> first = ready.pollFirstEntry();
            try {
                return Optional.of(new Taken(first.getKey(), MessageFormat.message(queue.read(first.getKey()))));
            } catch (DamagedRecord e) {
                LOG.error("a message of {} is lost: {}", first.getValue().device, e.getMessage());
                leave(first.getValue());
            } catch (IOException e) {
                ready.put(first.getKey(), first.getValue());
                throw e;
            }
        }
        return Optional.empty();
    }

    /** It is delivered, or among the dead letters. */
    void remove(Taken taken) {
        leave(lane(taken));
    }

    private void leave(Lane lane) {
        queue.remove(lane.records.remove());
        if (lane.records.isEmpty()) {
            lanes.remove(lane.device);
        } else {
            ready.put(lane.records.first(), lane);
        }
    }

    /** It goes out again. */
    void giveBack(Taken taken) {
        ready.put(taken.record(), lane(taken));
    }

    /** It can neither be delivered nor put elsewhere: its device waits, others do not. */
    void hold(Taken taken) {
        held.add(lane(taken));
    }

    /** Held messages go out again. */
    void release() {
        held.forEach(lane -> ready.put(lane.records.first(), lane));
        held.clear();
    }

    private Lane lane(Taken taken) {
        Lane lane = lanes.get(taken.message().device());
        if (lane == null || lane.records.first() != taken.record()) {
            throw new IllegalStateException("message %d is not out".formatted(taken.record()));
        }
        return lane;
    }

    int count() {
        return queue.count();
    }

    /** Devices that stand still ({@link #hold}). */
    int devicesHeld() {
        return held.size();
    }

    long bytesOnDisk() {
        return queue.bytesOnDisk();
    }

    /** When the oldest message was received; empty if there is none. */
    Optional<Instant> oldest() throws IOException {
        Optional<Lane> lane =
                lanes.values().stream().min((one, other) -> Long.compare(one.records.first(), other.records.first()));
        return lane.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        MessageFormat.message(queue.read(lane.get().records.first()))
                                .receivedAt());
    }

    /** Returns when everything committed is on the disk. */
    void force() throws IOException {
        queue.force();
    }

    @Override
    public void close() throws IOException {
        queue.close();
    }
}
