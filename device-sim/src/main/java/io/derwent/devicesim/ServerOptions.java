package io.derwent.devicesim;

import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.devicesim.api.RegistryApi;
import picocli.CommandLine.Option;

/** Where the servers are, and the administrator's token. */
@SuppressWarnings("NullAway.Init") // picocli sets them
final class ServerOptions {
    @Option(
            names = "--mqtt",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:1883",
            description = "the gateway's plain MQTT listener (${DEFAULT-VALUE})")
    String mqtt;

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8088",
            description = "the gateway's management port (${DEFAULT-VALUE})")
    String gateway;

    @Option(
            names = "--console",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "the console (${DEFAULT-VALUE})")
    String console;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            required = true,
            defaultValue = "${env:DERWENT_ADMIN_TOKEN}",
            description =
                    "the platform administrator's token; better given as DERWENT_ADMIN_TOKEN, which no process list"
                            + " shows")
    String token;

    RegistryApi registry() {
        return new RegistryApi(gateway, token);
    }

    ConsoleApi console() {
        return new ConsoleApi(console, token);
    }
}
