package io.derwent.devicesim.link;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A gateway in memory: answers at once, on the caller's thread, with whatever it is told to. It keeps what it accepted even
 * when the link is cut before the answer is heard, as a real one may.
 */
public final class MemoryGateway implements Links {
    private static final Puback ACCEPTED = new Puback(0, "");

    private final List<Publication> accepted = new ArrayList<>();
    private final List<Login> connects = new ArrayList<>();
    private Function<Publication, Puback> answer = publication -> ACCEPTED;
    private int connectsToLose;

    /** Answers from now on like this. */
    public void answering(Function<Publication, Puback> newAnswer) {
        answer = newAnswer;
    }

    /** The next CONNECTs find nobody. */
    public void loseConnects(int count) {
        connectsToLose = count;
    }

    public List<Publication> accepted() {
        return List.copyOf(accepted);
    }

    public List<Login> connects() {
        return List.copyOf(connects);
    }

    @Override
    public Link connect(Login login) throws LinkLost {
        if (connectsToLose > 0) {
            connectsToLose--;
            throw new LinkLost("nobody there");
        }
        connects.add(login);
        return new MemoryLink();
    }

    private final class MemoryLink implements Link {
        private boolean open = true;

        @Override
        public CompletableFuture<Puback> publish(Publication publication) {
            if (!open) {
                return CompletableFuture.failedFuture(new LinkLost("closed"));
            }
            Puback puback = answer.apply(publication);
            if (puback.accepted()) {
                accepted.add(publication);
            }
            return CompletableFuture.completedFuture(puback);
        }

        @Override
        public int receiveMaximum() {
            return 16;
        }

        @Override
        public void sever() {
            open = false;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
