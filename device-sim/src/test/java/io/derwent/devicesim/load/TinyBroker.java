package io.derwent.devicesim.load;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Accepts every MQTT 5 connection and answers every PUBLISH. It answers only when nothing more is waiting to be read, so it
 * sees how many messages a client dares to have in flight.
 */
final class TinyBroker implements Closeable {
    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger mostInFlight = new AtomicInteger();
    private volatile int receiveMaximum;
    private volatile int reasonCode;
    private volatile int connackCode;

    TinyBroker() throws IOException {
        start(() -> {
            while (!server.isClosed()) {
                Socket client = server.accept();
                start(() -> serve(client));
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    void announceReceiveMaximum(int maximum) {
        receiveMaximum = maximum;
    }

    void answerWith(int code) {
        reasonCode = code;
    }

    void refuseConnects(int code) {
        connackCode = code;
    }

    int mostInFlight() {
        return mostInFlight.get();
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
                } else if (type == PUBLISH) {
                    waiting++;
                    mostInFlight.accumulateAndGet(waiting, Math::max);
                    int id = 2 + (body[0] << 8 | body[1]);
                    out.write(new byte[] {0x40, 3, body[id], body[id + 1], (byte) reasonCode});
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
