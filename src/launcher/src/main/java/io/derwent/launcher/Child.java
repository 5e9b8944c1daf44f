package io.derwent.launcher;

import java.io.IOException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main of every child JVM: calls the main class named first with the arguments that follow, and ends the process when
 * standard input reaches its end, which is when the launcher closes the pipe or dies, however it dies.
 *
 * <p>Ending means {@code System.exit}, so the part's own shutdown hooks run; after {@value #PATIENCE_MILLIS} ms the JVM is
 * halted.
 */
public final class Child {
    private static final Logger LOG = LoggerFactory.getLogger(Child.class);
    private static final long PATIENCE_MILLIS = 15_000;

    private Child() {}

    public static void main(String[] arguments) {
        Thread watch = new Thread(Child::endWithParent, "parent-pipe");
        watch.setDaemon(true);
        watch.start();
        String main = arguments[0];
        try {
            MainClass.run(main, Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (Exception e) { // whatever a part's main throws ends the part, and is said
            LOG.error("{} ends", main, e);
            System.err.println(main + " cannot go on: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // whatever the parent writes has no meaning
            }
        } catch (IOException e) {
            // a broken pipe is an end as well
        }
        Thread guard = new Thread(
                () -> {
                    try {
                        Thread.sleep(PATIENCE_MILLIS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(1);
                },
                "halt-if-stuck");
        guard.setDaemon(true);
        guard.start();
        System.exit(0);
    }
}
