package io.derwent.launcher;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code derwent quick-start}: makes the archive of classes now instead of in a quiet minute. */
@Command(
        name = "quick-start",
        description =
                "Makes the archive of classes that quickens every start, from what the starts since the last build"
                        + " recorded; takes about half a minute. `up` and `demo` do it by themselves when the machine is quiet.")
final class QuickStartCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException, InterruptedException {
        Narrator narrator = Narrator.onStandardError();
        narrator.say("making the archive of classes");
        if (!ClassArchive.ofThisProcess().make()) {
            throw new CannotStart(
                    "No archive was made; start `./derwent up --data DIR` once, so that it records what it"
                            + " loads, stop it and try again.");
        }
        narrator.say("the archive of classes is made");
        return 0;
    }
}
