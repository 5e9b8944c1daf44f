package io.derwent.console;

import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the console: reads the environment ({@link ConsoleConfig}), migrates if it may, serves until it is stopped. */
public final class ConsoleMain {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleMain.class);
    private static final int BAD_CONFIGURATION = 2;
    private static final int CANNOT_START = 1;

    private ConsoleMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        ConsoleConfig config;
        try {
            config = ConsoleConfig.fromEnvironment(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("console: " + e.getMessage());
            System.exit(BAD_CONFIGURATION);
            return;
        }
        LOG.info("console: {}", config);
        try {
            Console console = Console.start(config, Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(console::close, "derwent-console-stop"));
        } catch (RuntimeException e) {
            LOG.debug("cannot start", e);
            System.err.println("console: " + e.getMessage());
            System.exit(CANNOT_START);
        }
        new CountDownLatch(1).await();
    }
}
