package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The command line of the README, with Mosquitto's own client. */
class MosquittoPubIT {
    private static final String READING =
            "{\"kind\":\"bp_panel\",\"effectiveTime\":\"2026-11-22T08:05:00Z\",\"systolic\":132,\"diastolic\":84}";

    private static EmbeddedKafka kafka;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        assumeTrue(isInstalled(), "mosquitto_pub is not installed");
        kafka = EmbeddedKafka.start();
        gateway = RunningGateway.start(kafka).withTenant("ward-north", "{}").withDevice("ward-north", "cuff-1", "{}");
    }

    @AfterAll
    static void stop() {
        if (kafka != null) {
            gateway.close();
            kafka.close();
        }
    }

    @Test
    void whatThePersonTypedStandsOnTheTopic() throws Exception {
        int status = publish(
                "-V",
                "5",
                "-t",
                "event",
                "-D",
                "publish",
                "content-type",
                "application/vnd.derwent.reading+json",
                "-m",
                READING);

        assertThat(status).isZero();
        List<ConsumerRecord<String, byte[]>> records = gateway.records("hono.event.ward-north");
        assertThat(records).hasSize(1);
        assertThat(records.get(0).key()).isEqualTo("cuff-1");
        assertThat(new String(records.get(0).value(), StandardCharsets.UTF_8)).isEqualTo(READING);
    }

    private static int publish(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "mosquitto_pub",
                "-p",
                Integer.toString(gateway.mqttPort()),
                "-q",
                "1",
                "-u",
                "cuff-1@ward-north",
                "-P",
                RunningGateway.PASSWORD));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static boolean isInstalled() {
        try {
            new ProcessBuilder("mosquitto_pub", "--help").start().destroy();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
