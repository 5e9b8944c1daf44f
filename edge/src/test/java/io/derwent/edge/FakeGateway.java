package io.derwent.edge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A gateway in memory, at the other end of an {@link Uplink}. */
final class FakeGateway implements Uplink {
    static final Answer TAKEN = new Answer(0, "");

    private final List<Outgoing> received = new ArrayList<>();
    private final Deque<Pending> unanswered = new ArrayDeque<>();
    private Function<Outgoing, Answer> verdict = message -> TAKEN;
    private boolean reachable = true;
    private boolean answers = true;
    private int connects;
    private int receiveMaximum = 100;
    private long maximumPacketSize = Long.MAX_VALUE;
    private int mostInFlight;
    private FakeLine line = new FakeLine();

    private record Pending(Outgoing message, CompletableFuture<Answer> answer) {}

    /** Messages that were acknowledged, in their order. */
    List<Outgoing> received() {
        return received;
    }

    List<String> receivedPayloads() {
        return received.stream()
                .map(message -> new String(message.payload(), java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }

    int connects() {
        return connects;
    }

    int mostInFlight() {
        return mostInFlight;
    }

    FakeGateway announcing(int announcedReceiveMaximum, long announcedPacketSize) {
        receiveMaximum = announcedReceiveMaximum;
        maximumPacketSize = announcedPacketSize;
        return this;
    }

    void answer(Function<Outgoing, Answer> with) {
        verdict = with;
    }

    /** From now on it takes connections, or not. */
    void reachable(boolean is) {
        reachable = is;
        if (!is) {
            cut(new LineLost("the network is gone"));
        }
    }

    /** From now on it leaves PUBLISH unanswered, or not. */
    void answers(boolean does) {
        answers = does;
    }

    /** Answers the message that has waited longest. */
    void answerOne() {
        Pending one = unanswered.remove();
        settle(one);
    }

    int unanswered() {
        return unanswered.size();
    }

    /** The payloads that wait for their PUBACK, oldest first. */
    List<Outgoing> waiting() {
        return unanswered.stream().map(Pending::message).toList();
    }

    /** Ends the connection; what was not answered never is. */
    void cut(LineLost why) {
        unanswered.clear();
        line.lost.complete(why);
    }

    @Override
    public CompletionStage<Uplink.Line> connect() {
        connects++;
        if (!reachable) {
            return CompletableFuture.failedFuture(new LineLost("nobody answers"));
        }
        line = new FakeLine();
        return CompletableFuture.completedFuture(line);
    }

    private void settle(Pending pending) {
        Answer answer = verdict.apply(pending.message());
        if (answer.verdict() == Answer.Verdict.DELIVERED) {
            received.add(pending.message());
        }
        pending.answer().complete(answer);
    }

    private final class FakeLine implements Uplink.Line {
        private final CompletableFuture<LineLost> lost = new CompletableFuture<>();

        @Override
        public int receiveMaximum() {
            return receiveMaximum;
        }

        @Override
        public long maximumPacketSize() {
            return maximumPacketSize;
        }

        @Override
        public CompletionStage<Answer> publish(Outgoing message) {
            Pending pending = new Pending(message, new CompletableFuture<>());
            unanswered.add(pending);
            mostInFlight = Math.max(mostInFlight, unanswered.size());
            if (answers) {
                unanswered.remove();
                settle(pending);
            }
            return pending.answer();
        }

        @Override
        public CompletionStage<LineLost> lost() {
            return lost;
        }

        @Override
        public void close() {
            unanswered.clear();
            lost.complete(new LineLost("closed"));
        }
    }
}
