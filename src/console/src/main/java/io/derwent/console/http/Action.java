package io.derwent.console.http;

/** Answers a request. Called on a worker thread: may block on the database. */
@FunctionalInterface
public interface Action {
    /**
     * The answer; or a {@link io.derwent.console.access.Refusal} thrown.
     *
     * @throws io.derwent.store.StoreUnavailable if the database is away
     */
    Reply on(Request request);
}
