package io.derwent.launcher;

import java.io.PrintStream;
import java.util.Locale;

/** Tells the person at the terminal what happens, with the seconds since the start. Standard error; any thread. */
final class Narrator {
    private final PrintStream out;
    private final long startNanos = System.nanoTime();

    Narrator(PrintStream out) {
        this.out = out;
    }

    static Narrator onStandardError() {
        return new Narrator(System.err);
    }

    void say(String format, Object... arguments) {
        String text = arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments);
        out.println(String.format(Locale.ROOT, "%6.1f s  %s", seconds(), text));
    }

    /** A line as it is, without the time. */
    void line(String text) {
        out.println(text);
    }

    /** Seconds since this narrator began. */
    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
