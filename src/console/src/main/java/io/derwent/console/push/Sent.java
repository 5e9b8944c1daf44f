package io.derwent.console.push;

import java.util.Optional;

/**
 * How a try ended.
 *
 * @param receipt what to ask the carrier with for what became of it; empty if it never says
 * @param detail  why not, for staff who run this; empty if it was taken
 */
public record Sent(Outcome outcome, Optional<String> receipt, String detail) {
    /** What is known after a try. */
    public enum Outcome {
        TAKEN,
        /** Not taken, and never will be: another channel is needed. */
        REFUSED,
        /** Not taken, for certain; may be tried again. */
        NOT_NOW,
        /** May or may not have been taken; is tried again, with the same reference. */
        UNSURE
    }

    static Sent taken() {
        return new Sent(Outcome.TAKEN, Optional.empty(), "");
    }

    static Sent taken(String receipt) {
        return new Sent(Outcome.TAKEN, Optional.of(receipt), "");
    }

    static Sent refused(String why) {
        return new Sent(Outcome.REFUSED, Optional.empty(), why);
    }

    static Sent notNow(String why) {
        return new Sent(Outcome.NOT_NOW, Optional.empty(), why);
    }

    static Sent unsure(String why) {
        return new Sent(Outcome.UNSURE, Optional.empty(), why);
    }

    /** Whether the carrier, not the message, is what is wrong. */
    boolean isTrouble() {
        return outcome == Outcome.NOT_NOW || outcome == Outcome.UNSURE;
    }
}
