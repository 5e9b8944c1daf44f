package io.derwent.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An MQTT 5 client that does what no well-behaved one would: it writes packets byte by byte and ignores limits. */
final class RawMqtt implements AutoCloseable {
    static final int CONNACK = 2;
    static final int PUBACK = 4;
    static final int DISCONNECT = 14;

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Socket socket;
    private final DataInputStream in;

    RawMqtt(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A packet the server sent.
     *
     * @param reasonCode of CONNACK, PUBACK (0 if it has none) or DISCONNECT
     */
    record Packet(int type, int packetId, int reasonCode) {}

    static byte[] connect(String authId, String tenant, String password) {
        return connect(authId, tenant, password, new byte[0]);
    }

    /** A CONNECT with these properties, as they stand in the packet. */
    static byte[] connect(String authId, String tenant, String password, byte[] properties) {
        return packet(0x10, out -> {
            text(out, "MQTT");
            out.writeByte(5);
            out.writeByte(0xC2);
            out.writeShort(60);
            out.writeByte(properties.length);
            out.write(properties);
            text(out, authId + "-raw");
            text(out, authId + "@" + tenant);
            text(out, password);
        });
    }

    static byte[] publish(String topic, int qos, int packetId, byte[] payload) {
        return publish(topic, qos, packetId, payload, new byte[0]);
    }

    /** A PUBLISH with these properties, as they stand in the packet. */
    static byte[] publish(String topic, int qos, int packetId, byte[] payload, byte[] properties) {
        return packet(0x30 | (qos << 1), out -> {
            text(out, topic);
            if (qos > 0) {
                out.writeShort(packetId);
            }
            out.writeByte(properties.length);
            out.write(properties);
            out.write(payload);
        });
    }

    /** A SUBSCRIBE to one topic filter. */
    static byte[] subscribe(int packetId, String topicFilter, int qos) {
        return packet(0x82, out -> {
            out.writeShort(packetId);
            out.writeByte(0);
            text(out, topicFilter);
            out.writeByte(qos);
        });
    }

    void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each byte a TCP segment of its own. */
    void writeByteByByte(byte[] bytes) {
        for (byte one : bytes) {
            write(new byte[] {one});
        }
    }

    RawMqtt connected(String authId, String tenant) {
        write(connect(authId, tenant, RunningGateway.PASSWORD));
        Packet connAck = read();
        if (connAck.type() != CONNACK || connAck.reasonCode() != 0) {
            throw new IllegalStateException("not let in: " + connAck);
        }
        return this;
    }

    Packet read() {
        try {
            int type = in.readUnsignedByte() >> 4;
            byte[] body = in.readNBytes(remainingLength());
            return switch (type) {
                case CONNACK -> new Packet(type, 0, body[1] & 0xFF);
                case PUBACK ->
                    new Packet(type, ((body[0] & 0xFF) << 8) | (body[1] & 0xFF), body.length > 2 ? body[2] & 0xFF : 0);
                case DISCONNECT -> new Packet(type, 0, body.length > 0 ? body[0] & 0xFF : 0);
                default -> new Packet(type, 0, 0);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server has closed the connection, with nothing more to say. */
    boolean isClosedByServer() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int remainingLength() throws IOException {
        int length = 0;
        int shift = 0;
        int next;
        do {
            next = in.readUnsignedByte();
            length |= (next & 0x7F) << shift;
            shift += 7;
        } while ((next & 0x80) != 0);
        return length;
    }

    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] packet(int firstByte, Body body) {
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            body.write(new DataOutputStream(content));
            ByteArrayOutputStream packet = new ByteArrayOutputStream();
            packet.write(firstByte);
            int length = content.size();
            do {
                packet.write(length > 0x7F ? (length & 0x7F) | 0x80 : length);
                length >>= 7;
            } while (length > 0);
            content.writeTo(packet);
            return packet.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(utf8.length);
        out.write(utf8);
    }
}
