package io.derwent.devicesim;

import io.derwent.devicesim.api.RegistryApi;
import picocli.CommandLine.Option;

/** Where the gateway is. */
@SuppressWarnings("NullAway.Init") // picocli sets them
final class GatewayOptions {
    @Option(
            names = "--mqtt",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:1883",
            description = "plain MQTT listener (${DEFAULT-VALUE})")
    String mqtt;

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8088",
            description = "the gateway's management port (${DEFAULT-VALUE})")
    private String management;

    RegistryApi registry(TokenOption token) {
        return new RegistryApi(management, token.required());
    }
}
