package io.derwent.launcher.bench;

/** Where a hub or a bridge forwards to: shut at first, so that messages pile up, then opened and timed. */
interface Drain {
    int port();

    /** Whom it lets in once it is open. */
    String user();

    String password();

    /**
     * Opens, and waits for so many messages.
     *
     * @return messages a second, from the first to the last
     */
    double open(int messages) throws Exception;
}
