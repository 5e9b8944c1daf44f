package io.derwent.launcher.lines;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** One run of a command in this JVM. */
public final class Run {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    public final int code;

    public Run(Object command, String... arguments) {
        code = new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }

    public List<String> lines() {
        return out.toString().lines().toList();
    }
}
