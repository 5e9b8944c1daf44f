package io.derwent.gateway;

import java.io.IOException;

/**
 * A {@link RunningGateway} in a JVM of its own, for the tests of a module that cannot have the gateway's classes beside its
 * own. It is at the broker named first, tells tenants of connections, says in one line how to reach it
 * ({@code ready MQTT_PORT HTTP_PORT ADMINISTRATORS_TOKEN}), and ends when its standard input does.
 */
final class RunningGatewayMain {
    private RunningGatewayMain() {}

    public static void main(String[] arguments) throws IOException {
        RunningGateway gateway = RunningGateway.withConnectionEvents(arguments[0]);
        System.out.printf("ready %d %d %s%n", gateway.mqttPort(), gateway.httpPort(), gateway.token());
        while (System.in.read() >= 0) {
            // whatever the test writes has no meaning
        }
        gateway.close();
        System.exit(0);
    }
}
