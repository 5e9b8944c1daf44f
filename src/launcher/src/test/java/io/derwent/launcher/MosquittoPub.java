package io.derwent.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A device of somebody else's making: mosquitto's command line client, MQTT 5, QoS 1. */
record MosquittoPub(int port, String authId, String tenant, String password) {
    static final String READING = "application/vnd.derwent.reading+json";

    /** What the client said, and its exit code. */
    record Result(int code, String said) {}

    Result publish(String payload) throws IOException, InterruptedException {
        return publish(READING, payload);
    }

    Result publish(String contentType, String payload, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "mosquitto_pub",
                "-d",
                "-V",
                "5",
                "-q",
                "1",
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(port),
                "-u",
                authId + "@" + tenant,
                "-P",
                password,
                "-t",
                "event",
                "-D",
                "publish",
                "content-type",
                contentType,
                "-m",
                payload));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), said);
    }
}
