package io.derwent.launcher.gs1;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** One run of a command in this JVM. */
final class Run {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    final int code;

    Run(Object command, String... arguments) {
        code = new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    List<String> lines() {
        return out.toString().lines().toList();
    }
}
