package io.derwent.gateway;

import java.util.concurrent.atomic.AtomicLong;

/** A number of bytes the process may hold at once for one purpose. Any thread. */
final class ByteBudget {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    ByteBudget(long limit) {
        this.limit = limit;
    }

    /** Takes this many bytes, or none if there are not as many left. */
    boolean tryTake(int bytes) {
        if (taken.addAndGet(bytes) > limit) {
            taken.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(int bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
