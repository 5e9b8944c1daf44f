package io.derwent.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What a class logs during a test, kept here in place of the test's output. A warning nobody asked for fails the test. */
final class KeptLog implements BeforeEachCallback, AfterEachCallback {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> kept = new ListAppender<>();
    private boolean isRead;

    KeptLog(Class<?> logging) {
        logger = (Logger) LoggerFactory.getLogger(logging);
    }

    /** Each {@code LEVEL message}, and after it what the exception says, if there is one. */
    List<String> lines() {
        isRead = true;
        return kept.list.stream().map(KeptLog::line).toList();
    }

    private static String line(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return event.getLevel() + " " + event.getFormattedMessage()
                + (thrown == null ? "" : ": " + thrown.getMessage());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        kept.start();
        logger.addAppender(kept);
        logger.setAdditive(false);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        logger.detachAppender(kept);
        logger.setAdditive(true);
        if (!isRead && kept.list.stream().anyMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN))) {
            throw new AssertionError("logged, and nobody asked for it: " + lines());
        }
    }
}
