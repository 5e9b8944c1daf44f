package io.derwent.clinical;

import io.derwent.model.Kind;
import io.derwent.model.Mark;
import java.time.Instant;
import java.util.List;

/**
 * The newest reading of one kind, by effectiveTime: whether an expected one is missing. Part of {@link PatientState}, a
 * persistent format.
 */
public record Heard(Kind kind, Instant effectiveTime, Instant receivedAt, String device, List<Mark> marks) {}
