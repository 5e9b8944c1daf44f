package io.derwent.launcher.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's Mosquitto beside us: loopback, anonymous; keeps nothing on disk, unless it is a bridge. */
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
        return start(freePort());
    }

    static Mosquitto start(int port) throws IOException, InterruptedException {
        return start(port, """
                persistence false
                max_inflight_messages 0
                """);
    }

    /** One that forwards what is published to {@code event/#} to another broker, and keeps it on disk until then. */
    static Mosquitto bridge(int port, int otherPort, int inFlight, Path directory)
            throws IOException, InterruptedException {
        return start(port, """
                persistence true
                persistence_location %s/
                autosave_interval 5
                connection bridge
                address 127.0.0.1:%d
                bridge_protocol_version mqttv50
                topic event/# out 1
                restart_timeout 1
                notifications false
                max_inflight_messages %d
                """.formatted(directory, otherPort, inFlight));
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static Mosquitto start(int port, String settings) throws IOException, InterruptedException {
        Path configuration = Files.createTempFile("mosquitto", ".conf");
        Files.writeString(configuration, """
                user root
                listener %d 127.0.0.1
                allow_anonymous true
                log_type none
                max_queued_messages 0
                """.formatted(port) + settings);
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

    ProcessHandle process() {
        return process.toHandle();
    }

    int port() {
        return port;
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
