package io.derwent.devicesim.link;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Accepts every MQTT 5 connection and answers every PUBLISH, as it is told to. It answers only when nothing more is waiting
 * to be read, so it sees how many messages a client dares to have in flight.
 */
public final class TinyBroker implements Closeable {
    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int DISCONNECT = 14;
    private static final int REASON_STRING = 0x1F;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger mostInFlight = new AtomicInteger();
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicInteger disconnects = new AtomicInteger();
    private volatile int receiveMaximum;
    private volatile int reasonCode;
    private volatile String reason = "";
    private volatile int connackCode;
    private volatile boolean hangingUp;

    public TinyBroker() throws IOException {
        start(() -> {
            while (!server.isClosed()) {
                Socket client = server.accept();
                start(() -> serve(client));
            }
        });
    }

    public int port() {
        return server.getLocalPort();
    }

    public void announceReceiveMaximum(int maximum) {
        receiveMaximum = maximum;
    }

    public void answerWith(int code, String reasonString) {
        reasonCode = code;
        reason = reasonString;
    }

    public void refuseConnects(int code) {
        connackCode = code;
    }

    /** Ends the connection at a PUBLISH instead of answering it. */
    public void hangUpOnPublish(boolean hangUp) {
        hangingUp = hangUp;
    }

    public int mostInFlight() {
        return mostInFlight.get();
    }

    public int published() {
        return published.get();
    }

    public int disconnects() {
        return disconnects.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The client or the test is done.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            OutputStream out = new BufferedOutputStream(client.getOutputStream());
            int waiting = 0;
            while (true) {
                int type = in.readUnsignedByte() >> 4;
                byte[] body = new byte[length(in)];
                in.readFully(body);
                if (type == CONNECT) {
                    out.write(connack());
                } else if (type == DISCONNECT) {
                    disconnects.incrementAndGet();
                } else if (type == PUBLISH) {
                    published.incrementAndGet();
                    if (hangingUp) {
                        return;
                    }
                    waiting++;
                    mostInFlight.accumulateAndGet(waiting, Math::max);
                    out.write(puback(body));
                }
                if (in.available() == 0) {
                    waiting = 0;
                    out.flush();
                }
            }
        }
    }

    private byte[] connack() {
        return receiveMaximum == 0
                ? new byte[] {0x20, 3, 0, (byte) connackCode, 0}
                : new byte[] {0x20, 6, 0, (byte) connackCode, 3, 0x21, 0, (byte) receiveMaximum};
    }

    private byte[] puback(byte[] publish) throws IOException {
        int id = 2 + (publish[0] << 8 | publish[1]);
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int properties = text.length == 0 ? 0 : 3 + text.length;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream packet = new DataOutputStream(bytes);
        packet.writeByte(0x40);
        packet.writeByte(4 + properties);
        packet.write(publish, id, 2);
        packet.writeByte(reasonCode);
        packet.writeByte(properties);
        if (properties > 0) {
            packet.writeByte(REASON_STRING);
            packet.writeShort(text.length);
            packet.write(text);
        }
        return bytes.toByteArray();
    }

    private static int length(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int digit = in.readUnsignedByte();
            length |= (digit & 0x7F) << shift;
            if (digit < 0x80) {
                return length;
            }
        }
    }
}
