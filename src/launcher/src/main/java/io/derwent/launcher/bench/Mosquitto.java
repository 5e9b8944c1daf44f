package io.derwent.launcher.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's Mosquitto beside us: loopback, anonymous, nothing kept on disk. */
final class Mosquitto implements AutoCloseable {
    private static final int STARTS_WITHIN_POLLS = 100;
    private static final long POLL_MILLIS = 50;

    private final Process process;
    private final Path configuration;
    private final int port;

    private Mosquitto(Process process, Path configuration, int port) {
        this.process = process;
        this.configuration = configuration;
        this.port = port;
    }

    static Mosquitto start() throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = Files.createTempFile("mosquitto", ".conf");
        Files.writeString(configuration, """
                listener %d 127.0.0.1
                allow_anonymous true
                persistence false
                log_type none
                max_inflight_messages 0
                max_queued_messages 0
                """.formatted(port));
        Process process;
        try {
            process = new ProcessBuilder("mosquitto", "-c", configuration.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("mosquitto is not installed (Debian: apt-get install mosquitto)", e);
        }
        Mosquitto mosquitto = new Mosquitto(process, configuration, port);
        for (int poll = 0; poll < STARTS_WITHIN_POLLS; poll++) {
            if (mosquitto.listens()) {
                return mosquitto;
            }
            Thread.sleep(POLL_MILLIS);
        }
        mosquitto.close();
        throw new IllegalStateException("mosquitto does not listen on port " + port);
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        Files.deleteIfExists(configuration);
    }
}
