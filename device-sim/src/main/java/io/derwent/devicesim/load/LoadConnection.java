package io.derwent.devicesim.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One connection of a load: packet ids 1 to k are its k slots, each free or waiting for its PUBACK. Touched by the event
 * loop alone.
 */
final class LoadConnection {
    private static final String CONTENT_TYPE = "application/vnd.derwent.reading+json";
    private static final int CONTENT_TYPE_PROPERTY = 0x03;

    /** Properties length, the property's identifier, its length, its text. */
    private static final int AFTER_PACKET_ID = 1 + 1 + 2 + CONTENT_TYPE.length();

    private static final int PUBLISH_AT_LEAST_ONCE = 0x32;
    private static final int FIRST_FAILURE = 0x80;
    private static final int MESSAGES_WITHOUT_FLUSH = 32;

    private final Channel channel;
    private final LoadRun run;
    private final ReadingTemplate template;
    private final byte[] head;
    private final int packetIdAt;

    private final int slots;
    private final long[] sentAt;
    private final int[] free;
    private int freeCount;
    private final Deque<Long> backlog = new ArrayDeque<>();
    private long messages;
    private int unflushed;
    private boolean lost;

    LoadConnection(Channel channel, LoadRun run, LoadPlan plan, int number, int receiveMaximum) {
        this.channel = channel;
        this.run = run;
        this.template = new ReadingTemplate(plan.payloadBytes(), plan.start(), number);
        this.head = head(plan.topic(), plan.payloadBytes());
        this.packetIdAt = head.length - AFTER_PACKET_ID - Short.BYTES;
        this.slots = Math.min(plan.inFlight(), receiveMaximum);
        this.sentAt = new long[slots + 1];
        this.free = new int[slots];
        for (int id = slots; id >= 1; id--) {
            free[freeCount++] = id;
        }
    }

    /** Everything of a PUBLISH before the payload; the packet id is patched in. */
    private static byte[] head(String topic, int payloadBytes) {
        byte[] topicBytes = topic.getBytes(StandardCharsets.UTF_8);
        byte[] contentType = CONTENT_TYPE.getBytes(StandardCharsets.UTF_8);
        int propertiesLength = 3 + contentType.length;
        int remaining = 2 + topicBytes.length + 2 + 1 + propertiesLength + payloadBytes;
        ByteBuf head = Unpooled.buffer();
        head.writeByte(PUBLISH_AT_LEAST_ONCE);
        for (int rest = remaining; ; rest >>= 7) {
            if (rest < 0x80) {
                head.writeByte(rest);
                break;
            }
            head.writeByte((rest & 0x7F) | 0x80);
        }
        head.writeShort(topicBytes.length).writeBytes(topicBytes);
        head.writeShort(0); // packet id
        head.writeByte(propertiesLength).writeByte(CONTENT_TYPE_PROPERTY);
        head.writeShort(contentType.length).writeBytes(contentType);
        byte[] bytes = new byte[head.readableBytes()];
        head.readBytes(bytes);
        return bytes;
    }

    /** Fills every slot: the start of a closed loop. */
    void fill() {
        while (freeCount > 0) {
            send(System.nanoTime());
        }
        channel.flush();
    }

    /** Sends the message that was due then, or keeps it until a slot is free. */
    void offer(long dueNanos) {
        if (lost) {
            return;
        }
        if (freeCount == 0) {
            backlog.add(dueNanos);
        } else {
            send(dueNanos);
            channel.flush();
        }
    }

    /** PUBACK of a slot; the slot is free, and in a closed loop used again at once. */
    void acknowledged(int packetId, int reasonCode) {
        if (packetId < 1 || packetId > slots || sentAt[packetId] == 0) {
            return;
        }
        run.answered(System.nanoTime() - sentAt[packetId], reasonCode < FIRST_FAILURE);
        sentAt[packetId] = 0;
        free[freeCount++] = packetId;
        if (run.isClosedLoop()) {
            send(System.nanoTime());
        } else if (!backlog.isEmpty()) {
            send(backlog.remove());
        }
        if (++unflushed >= MESSAGES_WITHOUT_FLUSH) {
            flush();
        }
    }

    /** Called when a read is complete, so that the answers to one read leave in one write. */
    void flush() {
        unflushed = 0;
        channel.flush();
    }

    int unanswered() {
        return slots - freeCount + backlog.size();
    }

    void lost() {
        lost = true;
        run.lost();
    }

    void close() {
        ChannelFuture unused = channel.close();
    }

    private void send(long dueNanos) {
        int packetId = free[--freeCount];
        sentAt[packetId] = dueNanos == 0 ? 1 : dueNanos;
        byte[] payload = template.payload(messages++, run.epochMillis());
        ByteBuf packet = channel.alloc().ioBuffer(head.length + payload.length);
        packet.writeBytes(head).writeBytes(payload);
        packet.setShort(packetIdAt, packetId);
        ChannelFuture unused = channel.write(packet, channel.voidPromise());
    }
}
