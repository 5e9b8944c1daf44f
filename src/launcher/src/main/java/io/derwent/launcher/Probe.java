package io.derwent.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A question to a part that is starting: are you ready? Never throws; a part that does not answer is not ready. */
@FunctionalInterface
interface Probe {
    int TIMEOUT_MILLIS = 2_000;

    boolean isReady();

    /** Something listens there. */
    static Probe listening(int port) {
        return () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
                return true;
            } catch (IOException e) {
                return false;
            }
        };
    }

    /** A health page answers 200. */
    static Probe healthy(String url) {
        return () -> get(url).isPresent();
    }

    /** Flink's REST address lists a job all of whose tasks run. */
    static Probe jobRunning(String rest) {
        Pattern total = Pattern.compile("\"total\":(\\d+)");
        Pattern running = Pattern.compile("\"running\":(\\d+)");
        return () -> {
            String jobs = get(rest + "/jobs/overview").orElse("");
            Matcher all = total.matcher(jobs);
            Matcher up = running.matcher(jobs);
            return jobs.contains("\"state\":\"RUNNING\"")
                    && all.find()
                    && up.find()
                    && !all.group(1).equals("0")
                    && all.group(1).equals(up.group(1));
        };
    }

    private static Optional<String> get(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                return Optional.empty();
            }
            try (InputStream body = connection.getInputStream()) {
                return Optional.of(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
