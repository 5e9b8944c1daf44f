package io.derwent.devicesim.scenario;

import java.util.concurrent.atomic.LongAdder;

/** What a performance has done so far. Counted by many threads, read by any. */
public final class Tally {
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder sentAgain = new LongAdder();
    private final LongAdder givenUp = new LongAdder();

    /**
     * A moment's figures.
     *
     * @param acknowledged messages with a PUBACK below 0x80
     * @param refused      messages refused for good
     * @param sentAgain    PUBLISHes beyond the first of a message
     * @param givenUp      messages whose device was not let in
     */
    public record Figures(long acknowledged, long refused, long sentAgain, long givenUp) {
        /** Both together. */
        public Figures plus(Figures other) {
            return new Figures(
                    acknowledged + other.acknowledged,
                    refused + other.refused,
                    sentAgain + other.sentAgain,
                    givenUp + other.givenUp);
        }

        public long settled() {
            return acknowledged + refused + givenUp;
        }
    }

    public Figures figures() {
        return new Figures(acknowledged.sum(), refused.sum(), sentAgain.sum(), givenUp.sum());
    }

    void countAcknowledged() {
        acknowledged.increment();
    }

    void countRefused() {
        refused.increment();
    }

    void countSentAgain() {
        sentAgain.increment();
    }

    void countGivenUp() {
        givenUp.increment();
    }
}
