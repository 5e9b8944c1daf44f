package io.derwent.gateway;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the gateway from the environment; ends it on SIGTERM. See {@link GatewayConfig} for what can be set. */
public final class GatewayMain {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayMain.class);
    private static final int BAD_CONFIG = 2;
    private static final int CANNOT_START = 1;

    private GatewayMain() {}

    /** Never returns while the gateway runs: its event loops keep the process alive. */
    public static void main(String[] args) throws InterruptedException {
        GatewayConfig config;
        try {
            config = GatewayConfig.from(System.getenv());
        } catch (GatewayConfig.InvalidConfig e) {
            end(BAD_CONFIG, e.getMessage());
            return;
        }
        LOG.info("starting with {}", config);
        try {
            Gateway gateway = Gateway.start(config, Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "stop"));
            gateway.serving()
                    .onSuccess(nothing -> LOG.info(
                            "devices connect to ports {}, management is on port {}",
                            gateway.mqttPorts(),
                            gateway.httpPort()))
                    .onFailure(error -> end(CANNOT_START, "cannot open the MQTT ports: " + error.getMessage()));
        } catch (Gateway.CannotStart e) {
            end(CANNOT_START, e.getMessage());
        }
    }

    private static void end(int status, @org.jspecify.annotations.Nullable String sentence) {
        System.err.println("gateway: " + sentence);
        // from a thread of its own: exit waits for the shutdown hook, which waits for the event loops
        new Thread(() -> System.exit(status), "exit").start();
    }
}
