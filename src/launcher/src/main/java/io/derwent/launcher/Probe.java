package io.derwent.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A question to a part that is starting: are you ready? Never throws; a part that does not answer is not ready. */
@FunctionalInterface
interface Probe {
    int TIMEOUT_MILLIS = 2_000;
    ObjectMapper JSON = new ObjectMapper();

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

    /** Flink's REST address lists these jobs, and all of their tasks run. */
    static Probe jobsRunning(String rest, Set<String> names) {
        return () -> get(rest + "/jobs/overview")
                .map(overview -> runningJobs(overview).containsAll(names))
                .orElse(false);
    }

    /** A job is called running while its tasks are still deployed, too. */
    private static Set<String> runningJobs(String overview) {
        Set<String> running = new HashSet<>();
        try {
            for (JsonNode job : JSON.readTree(overview).path("jobs")) {
                JsonNode tasks = job.path("tasks");
                if (job.path("state").asText().equals("RUNNING")
                        && tasks.path("total").asInt() > 0
                        && tasks.path("running").equals(tasks.path("total"))) {
                    running.add(job.path("name").asText());
                }
            }
        } catch (JsonProcessingException e) {
            return Set.of(); // whatever answers there is no Flink
        }
        return running;
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
