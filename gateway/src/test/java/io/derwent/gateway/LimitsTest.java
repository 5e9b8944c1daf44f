package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rates, budgets, times to live, and the environment they are set by. */
class LimitsTest {
    @Test
    void twoSecondsWorthMayComeAtOnceAndThenTheRateHolds() {
        RateLimit rate = new RateLimit(10, 0);

        long passed = IntStream.range(0, 100).filter(i -> rate.tryPass(0)).count();

        assertThat(passed).isEqualTo(21);
        assertThat(rate.tryPass(TimeUnit.MILLISECONDS.toNanos(99))).isFalse();
        assertThat(rate.tryPass(TimeUnit.MILLISECONDS.toNanos(100))).isTrue();
        assertThat(rate.tryPass(TimeUnit.MILLISECONDS.toNanos(100))).isFalse();
    }

    @Test
    void theRateHoldsAcrossTheOverflowOfTheClock() {
        RateLimit rate = new RateLimit(1, Long.MAX_VALUE - 10);

        assertThat(rate.tryPass(Long.MAX_VALUE)).isTrue();
        assertThat(rate.tryPass(Long.MIN_VALUE + 10)).isTrue();
    }

    @Test
    void aBudgetIsNeverOverdrawn() {
        ByteBudget budget = new ByteBudget(100);

        assertThat(budget.tryTake(60)).isTrue();
        assertThat(budget.tryTake(41)).isFalse();
        assertThat(budget.tryTake(40)).isTrue();
        budget.giveBack(60);
        assertThat(budget.taken()).isEqualTo(40);
    }

    @ParameterizedTest(name = "wanted {0} s, allowed {1} s -> {2} ms")
    @CsvSource({",,", "5,,5000", ",60,60000", "5,60,5000", "90,60,60000", "0,60,0"})
    void theTenantsLimitCapsATtl(Long wanted, Long allowed, Long millis) {
        assertThat(Ttl.millis(Optional.ofNullable(wanted), Optional.ofNullable(allowed)))
                .isEqualTo(Optional.ofNullable(millis));
    }

    @Test
    void withoutMoreThanAPasswordEverythingIsOnLoopback() {
        GatewayConfig config = GatewayConfig.from(Map.of("DERWENT_DB_PASSWORD", "s3cret"));

        assertThat(config.mqtt()).hasToString("127.0.0.1:1883");
        assertThat(config.http()).hasToString("127.0.0.1:8088");
        assertThat(config.connectionEvents()).isEqualTo(ConnectionEvents.Producer.LOGGING);
        assertThat(config.tls()).isEmpty();
        assertThat(config.limits().connections()).isEqualTo(18_000);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "DERWENT_GATEWAY_MQTT, 1883",
        "DERWENT_GATEWAY_MQTT, host:65536",
        "DERWENT_GATEWAY_HTTP, host:port",
        "DERWENT_GATEWAY_CONNECTIONS, 0",
        "DERWENT_GATEWAY_CONNECTIONS, many",
        "DERWENT_GATEWAY_IN_FLIGHT, 70000",
        "DERWENT_GATEWAY_IN_FLIGHT_BYTES, 1000",
        "DERWENT_GATEWAY_PAYLOAD_BYTES, 2000000",
        "DERWENT_GATEWAY_EVENT_LOOPS, 0",
        "DERWENT_GATEWAY_TLS_CERT, /nowhere.pem",
        "DERWENT_GATEWAY_CONNECTION_EVENTS, kafka",
    })
    void aWrongSettingIsNamed(String variable, String value) {
        assertThatThrownBy(() -> GatewayConfig.from(Map.of(variable, value, "DERWENT_DB_PASSWORD", "s3cret")))
                .isInstanceOf(GatewayConfig.InvalidConfig.class)
                .hasMessageContaining(variable);
    }

    @Test
    void whatHasNoDefaultIsNamedWhereItIsMissing() {
        assertThatThrownBy(() -> GatewayConfig.from(Map.of()))
                .isInstanceOf(GatewayConfig.InvalidConfig.class)
                .hasMessage("DERWENT_DB_PASSWORD is not set");
    }

    @Test
    void thePasswordIsNotPrinted() {
        assertThat(GatewayConfig.from(Map.of("DERWENT_DB_PASSWORD", "s3cret")).toString())
                .doesNotContain("s3cret");
    }
}
