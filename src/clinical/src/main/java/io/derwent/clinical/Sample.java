package io.derwent.clinical;

import java.math.BigDecimal;
import java.time.Instant;

/** One value of a series, and when it was taken. */
public record Sample(Instant time, BigDecimal value) {}
