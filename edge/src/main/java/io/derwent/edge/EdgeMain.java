package io.derwent.edge;

import java.time.Clock;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the hub from the environment; ends it on SIGTERM. See {@link EdgeConfig} for what can be set. */
public final class EdgeMain {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeMain.class);
    private static final int BAD_CONFIG = 2;
    private static final int FAILED = 1;

    private EdgeMain() {}

    /** Returns when the hub serves; its threads keep the process alive. */
    public static void main(String[] args) throws InterruptedException {
        try {
            EdgeConfig config = EdgeConfig.from(System.getenv());
            LOG.info("starting with {}", config);
            Hub hub = Hub.start(config, Clock.system(ZoneId.systemDefault()), EdgeMain::endWithFault);
            Runtime.getRuntime().addShutdownHook(new Thread(hub::close, "stop"));
            LOG.info("devices connect to port {}, the page is on port {}", hub.mqttPort(), hub.httpPort());
        } catch (EdgeConfig.InvalidConfig e) {
            end(BAD_CONFIG, e.getMessage());
        } catch (Hub.CannotStart e) {
            end(FAILED, e.getMessage());
        }
    }

    /** A line for {@code DERWENT_EDGE_DEVICES}, and the password that goes with it. */
    public static String[] newDevice(String device) {
        LocalDevices.NewDevice made = LocalDevices.make(device);
        return new String[] {made.line(), made.password()};
    }

    /** What is on disk is whole at any moment; a new process starts from it, this one cannot be trusted. */
    private static void endWithFault(Throwable fault) {
        LOG.error("the hub ends by a fault of its own", fault);
        Runtime.getRuntime().halt(FAILED);
    }

    private static void end(int status, @Nullable String sentence) {
        System.err.println("edge: " + sentence);
        // from a thread of its own: exit waits for hooks, which may wait for this one
        new Thread(() -> System.exit(status), "exit").start();
    }
}
