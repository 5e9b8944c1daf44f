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
    private final Lanes lanes;
    private final List<Lane> held = new ArrayList<>();
    private final List<Added> uncommitted = new ArrayList<>();
    private int lost;

    private record Added(String device, long record) {}

    /** A device's records, oldest first. */
    private static final class Lane {
        private final String device;
        private final LongFifo records = new LongFifo();

        Lane(String device) {
            this.device = device;
        }
    }

    private static final class Lanes {
        private final Map<String, Lane> byDevice = new HashMap<>();
        /** Those nobody has a message out of, by their first record. */
        private final NavigableMap<Long, Lane> ready = new TreeMap<>();

        void add(String device, long record) {
            Lane lane = byDevice.computeIfAbsent(device, Lane::new);
            lane.records.add(record);
            if (lane.records.size() == 1) {
                ready.put(record, lane);
            }
        }
    }

    /** A message that is out: {@link #remove}, {@link #giveBack} or {@link #hold} it. */
    record Taken(long record, Message message) {}

    private Outbox(DurableQueue queue, Lanes lanes) {
        this.queue = queue;
        this.lanes = lanes;
    }

    static Outbox open(Path directory, DurableQueue.Settings settings, Channels channels) throws IOException {
        Lanes lanes = new Lanes();
        DurableQueue queue = DurableQueue.open(
                directory,
                settings,
                channels,
                (record, body) -> lanes.add(MessageFormat.message(body).device(), record));
        return new Outbox(queue, lanes);
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
            uncommitted.forEach(added -> lanes.add(added.device(), added.record()));
        } finally {
            uncommitted.clear();
        }
    }

    /** The oldest message of a device that has none out; empty if there is none. */
    Optional<Taken> next() throws IOException {
        while (!lanes.ready.isEmpty()) {
            Map.Entry<Long, Lane> first = lanes.ready.pollFirstEntry();
            try {
                return Optional.of(new Taken(first.getKey(), MessageFormat.message(queue.read(first.getKey()))));
            } catch (DamagedRecord e) {
                LOG.error("a message of {} is lost: {}", first.getValue().device, e.getMessage());
                lost++;
                leave(first.getValue());
            } catch (IOException e) {
                lanes.ready.put(first.getKey(), first.getValue());
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
            lanes.byDevice.remove(lane.device);
        } else {
            lanes.ready.put(lane.records.first(), lane);
        }
    }

    /** It goes out again. */
    void giveBack(Taken taken) {
        lanes.ready.put(taken.record(), lane(taken));
    }

    /** It can neither be delivered nor put elsewhere: its device waits, others do not. */
    void hold(Taken taken) {
        held.add(lane(taken));
    }

    /** Held messages go out again. */
    void release() {
        held.forEach(lane -> lanes.ready.put(lane.records.first(), lane));
        held.clear();
    }

    private Lane lane(Taken taken) {
        Lane lane = lanes.byDevice.get(taken.message().device());
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

    /** Messages the disk has not kept as they were written, since the hub started. */
    int lost() {
        return lost;
    }

    long bytesOnDisk() {
        return queue.bytesOnDisk();
    }

    /** When the oldest message was received; empty if there is none. One the disk has lost is passed over. */
    Optional<Instant> oldest() throws IOException {
        for (long record : lanes.byDevice.values().stream()
                .map(lane -> lane.records.first())
                .sorted()
                .toList()) {
            try {
                return Optional.of(MessageFormat.message(queue.read(record)).receivedAt());
            } catch (DamagedRecord e) {
                LOG.debug("{}", e.getMessage()); // told and counted when its turn comes
            }
        }
        return Optional.empty();
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
