package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The command line of the README, with Mosquitto's own client. */
class MosquittoPubIT {
    private static final String TENANT = "with-mosquitto";
    private static final String READING =
            "{\"kind\":\"bp_panel\",\"effectiveTime\":\"2026-11-22T08:05:00Z\",\"systolic\":132,\"diastolic\":84}";

    @BeforeAll
    static void start() {
        assertThat(isInstalled())
                .as("mosquitto_pub is installed (./derwent test does it)")
                .isTrue();
        RunningGateway.shared().withTenant(TENANT, "{}").withDevice(TENANT, "cuff-1", "{}");
    }

    @Test
    void whatThePersonTypedStandsOnTheTopic() throws Exception {
        // When
        Published published = publish(
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

        // Then
        assertThat(published.status()).as(published.output()).isZero();
        List<ConsumerRecord<String, byte[]>> records = RunningGateway.shared().records("hono.event." + TENANT);
        assertThat(records).hasSize(1);
        assertThat(records.get(0).key()).isEqualTo("cuff-1");
        assertThat(new String(records.get(0).value(), StandardCharsets.UTF_8)).isEqualTo(READING);
    }

    @Test
    void aPlaceThatIsNotTheReadersOwnIsRefusedWithTheReason() throws Exception {
        Published published = publish(
                "-V",
                "5",
                "-t",
                "event",
                "-D",
                "publish",
                "content-type",
                "application/vnd.derwent.ping+json",
                "-m",
                "{\"reader\":\"5055123000012\",\"antenna\":2,\"epc\":\"3415348A4C000000000001A1\",\"rssi\":-58}");

        assertThat(published.output()).containsIgnoringCase("not authorized");
        assertThat(RunningGateway.shared().records("hono.event." + TENANT))
                .noneSatisfy(record -> assertThat(new String(record.value(), StandardCharsets.UTF_8))
                        .contains("5055123000012"));
    }

    @Test
    void whoMistypesThePasswordIsToldSo() throws Exception {
        Published published = publish("-V", "5", "-t", "event", "-m", "x", "-P", "wrong");

        assertThat(published.status()).isNotZero();
        assertThat(published.output()).containsIgnoringCase("bad user name or password");
    }

    private record Published(int status, String output) {}

    private static Published publish(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "mosquitto_pub",
                "-p",
                Integer.toString(RunningGateway.shared().mqttPort()),
                "-q",
                "1",
                "-u",
                "cuff-1@" + TENANT,
                "-P",
                RunningGateway.PASSWORD));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Published(process.exitValue(), output);
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
