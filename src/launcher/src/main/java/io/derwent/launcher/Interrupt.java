package io.derwent.launcher;

/** Ctrl-C and SIGTERM: the installation is stopped in order before the launcher ends. */
final class Interrupt {
    private Interrupt() {}

    static void stops(Runnable close) {
        Runtime.getRuntime().addShutdownHook(new Thread(close, "launcher-stop"));
    }
}
