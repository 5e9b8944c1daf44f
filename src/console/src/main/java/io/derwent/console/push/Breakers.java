package io.derwent.console.push;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One circuit breaker per channel and console: after a run of trouble nothing is sent there for a while, so that what waits for
 * it does not hold up what another channel takes at once.
 */
public final class Breakers {
    private static final int LOOKS_AT = 10;
    private static final int AT_LEAST = 5;
    private static final float TOO_MUCH_PERCENT = 60;
    static final Duration OPEN_FOR = Duration.ofSeconds(30);

    private final Map<Channel, CircuitBreaker> breakers = new EnumMap<>(Channel.class);

    public Breakers(MeterRegistry meters) {
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindowSize(LOOKS_AT)
                .minimumNumberOfCalls(AT_LEAST)
                .failureRateThreshold(TOO_MUCH_PERCENT)
                .waitDurationInOpenState(OPEN_FOR)
                .permittedNumberOfCallsInHalfOpenState(1)
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .recordResult(result -> result instanceof Sent sent && sent.isTrouble())
                .build();
        for (Channel channel : Channel.values()) {
            CircuitBreaker breaker = CircuitBreaker.of(channel.code(), config);
            breakers.put(channel, breaker);
            Gauge.builder("derwent.console.channel.open", breaker, one -> isOpen(one) ? 1 : 0)
                    .description("1 while nothing is sent over this channel after a run of trouble")
                    .tag("channel", channel.code())
                    .register(meters);
        }
    }

    CircuitBreaker of(Channel channel) {
        CircuitBreaker breaker = breakers.get(channel);
        if (breaker == null) {
            throw new IllegalStateException("no breaker of " + channel);
        }
        return breaker;
    }

    /** Channels over which nothing is sent now. */
    public List<Channel> open() {
        return breakers.entrySet().stream()
                .filter(entry -> isOpen(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isOpen(CircuitBreaker breaker) {
        return breaker.getState() == CircuitBreaker.State.OPEN;
    }
}
