package io.derwent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
    private final List<Duration> pauses = new ArrayList<>();
    private final Retry retry = new Retry(pauses::add);

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01", "08000", "08006", "57P01", "57P03"})
    void transientFailuresAreTriedAgain(String state) {
        List<Integer> attempts = new ArrayList<>();

        assertThat(retry.<String>run(() -> {
                    attempts.add(1);
                    if (attempts.size() < 3) {
                        throw new SQLException("not now", state);
                    }
                    return "done";
                }))
                .isEqualTo("done");
        assertThat(pauses).containsExactly(Duration.ofMillis(50), Duration.ofMillis(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42501", "22P02", "25006"})
    void otherFailuresSurfaceAtOnce(String state) {
        assertThatThrownBy(() -> retry.run(() -> {
                    throw new SQLException("never", state);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(state);
        assertThat(pauses).isEmpty();
    }

    @Test
    void whenThePoolHasWaitedThereIsNoOtherTry() {
        assertThatThrownBy(() -> retry.run(() -> {
                    throw new SQLTransientConnectionException("no connection within 5 s");
                }))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(pauses).isEmpty();
    }

    @Test
    void afterFourFailuresTheDatabaseIsUnavailableAndEarlierFailuresAreKept() {
        List<SQLException> failures = new ArrayList<>();

        assertThatThrownBy(() -> retry.run(() -> {
                    SQLException failure = new SQLException("attempt " + failures.size(), "08006");
                    failures.add(failure);
                    throw failure;
                }))
                .isInstanceOf(StoreUnavailable.class)
                .cause()
                .isSameAs(failures.get(3))
                .satisfies(last -> assertThat(last.getSuppressed()).containsExactlyElementsOf(failures.subList(0, 3)));
    }
}
