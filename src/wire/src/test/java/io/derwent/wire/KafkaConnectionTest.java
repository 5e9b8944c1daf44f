package io.derwent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaConnectionTest {
    @TempDir
    Path directory = Path.of("");

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("client.properties");
    }

    @Test
    void withoutAFileAClientSaysWhereAndWhatItSaysOfItself() {
        KafkaConnection kafka = KafkaConnection.fromEnvironment(Map.of("DERWENT_KAFKA", " kafka-1:9092,kafka-2:9092 "))
                .orElseThrow();

        assertThat(kafka.with(Map.of("acks", "all")))
                .containsOnly(Map.entry("bootstrap.servers", "kafka-1:9092,kafka-2:9092"), Map.entry("acks", "all"));
    }

    @Test
    void tlsAndLoginComeFromTheFile() throws IOException {
        Files.writeString(file, """
                security.protocol=SASL_SSL
                sasl.mechanism=SCRAM-SHA-512
                ssl.truststore.location=/etc/derwent/kafka/ca.crt
                """);

        KafkaConnection kafka = fromEnvironment();

        assertThat(kafka.with(Map.of("acks", "all")))
                .containsOnly(
                        Map.entry("bootstrap.servers", "kafka:9093"),
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("sasl.mechanism", "SCRAM-SHA-512"),
                        Map.entry("ssl.truststore.location", "/etc/derwent/kafka/ca.crt"),
                        Map.entry("acks", "all"));
    }

    @Test
    void anotherProcessReachesItByTheSameVariables() throws IOException {
        Files.writeString(file, "security.protocol=SSL");
        KafkaConnection kafka = fromEnvironment();

        assertThat(KafkaConnection.fromEnvironment(kafka.environment())).contains(kafka);
    }

    @Test
    void noPasswordIsPrinted() throws IOException {
        Files.writeString(file, "ssl.keystore.password=a-secret");

        assertThat(fromEnvironment()).hasToString("kafka:9093");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acks=0", "bootstrap.servers=elsewhere:9092", "group.id=mine", "sasl=x"})
    void whatIsOursToSayIsRefused(String line) throws IOException {
        Files.writeString(file, "security.protocol=SSL\n" + line);

        assertThatThrownBy(this::fromEnvironment)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "DERWENT_KAFKA_PROPERTIES: %s says %s, only security.*, ssl.* and sasl.* are expected; the rest is set by Derwent",
                        file, line.substring(0, line.indexOf('=')));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(this::fromEnvironment)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "DERWENT_KAFKA_PROPERTIES is \"%s\", a readable file of Kafka's client properties is expected",
                        file);
    }

    @Test
    void aLoginWithoutServersIsRefused() {
        assertThatThrownBy(() -> KafkaConnection.fromEnvironment(Map.of("DERWENT_KAFKA_PROPERTIES", file.toString())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("DERWENT_KAFKA_PROPERTIES is set, DERWENT_KAFKA is not");
    }

    @Test
    void nothingSaidIsNoConnection() {
        assertThat(KafkaConnection.fromEnvironment(Map.of("DERWENT_KAFKA", " ")))
                .isEmpty();
    }

    private KafkaConnection fromEnvironment() {
        return KafkaConnection.fromEnvironment(
                        Map.of("DERWENT_KAFKA", "kafka:9093", "DERWENT_KAFKA_PROPERTIES", file.toString()))
                .orElseThrow();
    }
}
