package io.derwent.model;

/** A measurement that cannot be one; the message names the value and the rule it breaks. */
public final class InvalidMeasurement extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidMeasurement(String message) {
        super(message);
    }
}
