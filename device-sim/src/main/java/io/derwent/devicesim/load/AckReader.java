package io.derwent.devicesim.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Reads the packets a server sends after CONNACK and reports PUBACKs (MQTT 5 §3.4); makes no objects of them, because at a
 * hundred thousand a second that would be what is measured. Other packets are skipped.
 */
final class AckReader extends ByteToMessageDecoder {
    private static final int PUBACK = 4;
    private static final int SHORTEST_WITH_REASON = 3;

    private final LoadConnection connection;

    AckReader(LoadConnection connection) {
        this.connection = connection;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        while (in.isReadable(2)) {
            int start = in.readerIndex();
            int type = in.readUnsignedByte() >> 4;
            int length = remainingLength(in);
            if (length < 0 || !in.isReadable(Math.max(1, length))) {
                in.readerIndex(start);
                return;
            }
            int end = in.readerIndex() + length;
            if (type == PUBACK) {
                int packetId = in.readUnsignedShort();
                connection.acknowledged(packetId, length >= SHORTEST_WITH_REASON ? in.readUnsignedByte() : 0);
            }
            in.readerIndex(end);
        }
    }

    /** Variable byte integer (MQTT 5 §1.5.5), or -1 while it is incomplete. */
    private static int remainingLength(ByteBuf in) {
        int length = 0;
        for (int shift = 0; shift <= 21; shift += 7) {
            if (!in.isReadable()) {
                return -1;
            }
            int digit = in.readUnsignedByte();
            length |= (digit & 0x7F) << shift;
            if (digit < 0x80) {
                return length;
            }
        }
        throw new IllegalStateException("a remaining length of more than four bytes");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        connection.lost();
        super.channelInactive(context);
    }
}
