package io.derwent.gateway;

import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.mqtt.MqttServerOptions;
import java.util.Set;

/** TLS 1.3 and 1.2 from PEM files. */
final class MqttTls {
    private MqttTls() {}

    static MqttServerOptions options(GatewayConfig.Tls tls) {
        MqttServerOptions options = new MqttServerOptions();
        options.setSsl(true);
        options.setKeyCertOptions(new PemKeyCertOptions()
                .setCertPath(tls.certificate().toString())
                .setKeyPath(tls.key().toString()));
        options.setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"));
        return options;
    }
}
