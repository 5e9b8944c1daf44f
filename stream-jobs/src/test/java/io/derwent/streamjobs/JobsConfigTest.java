package io.derwent.streamjobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobsConfigTest {
    private static Map<String, String> environment() {
        return new HashMap<>(Map.of(
                "DERWENT_KAFKA", "127.0.0.1:9092",
                "DERWENT_DB_URL", "jdbc:postgresql://127.0.0.1:15432/derwent",
                "DERWENT_DB_USER", "derwent_jobs",
                "DERWENT_DB_PASSWORD", "secret",
                "DERWENT_JOBS_STATE_DIR", "/var/lib/derwent/checkpoints"));
    }

    @Test
    void defaultsFillWhatIsNotSaid() {
        JobsConfig config = JobsConfig.fromEnvironment(environment());

        assertThat(config.rest().getPort()).isEqualTo(8081);
        assertThat(config.rest().getHostString()).isEqualTo("127.0.0.1");
        assertThat(config.parallelism()).isEqualTo(1);
        assertThat(config.checkpointInterval()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void thePasswordIsNotPrinted() {
        assertThat(JobsConfig.fromEnvironment(environment()).toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DERWENT_KAFKA",
                "DERWENT_DB_URL",
                "DERWENT_DB_USER",
                "DERWENT_DB_PASSWORD",
                "DERWENT_JOBS_STATE_DIR"
            })
    void whatIsMissingIsNamed(String name) {
        Map<String, String> environment = environment();
        environment.remove(name);

        assertThatThrownBy(() -> JobsConfig.fromEnvironment(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource({
        "DERWENT_JOBS_REST, 8081",
        "DERWENT_JOBS_REST, host:99999",
        "DERWENT_JOBS_PARALLELISM, many",
        "DERWENT_JOBS_PARALLELISM, 0",
        "DERWENT_JOBS_CHECKPOINT_INTERVAL, ten seconds",
        "DERWENT_JOBS_CHECKPOINT_INTERVAL, PT0.1S",
    })
    void whatIsWrongIsNamedWithItsValue(String name, String value) {
        Map<String, String> environment = environment();
        environment.put(name, value);

        assertThatThrownBy(() -> JobsConfig.fromEnvironment(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }
}
