package io.derwent.gateway;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.mqtt.MqttAuth;
import io.vertx.mqtt.MqttEndpoint;
import org.jspecify.annotations.Nullable;

/** {@code <auth-id>@<tenant>}, as a device names itself. Hono MQTT adapter user guide, "Username/Password". */
record UserName(String authId, String tenant) {
    /**
     * The user name of who wants to connect.
     *
     * @throws ConnectRefusal BAD_CREDENTIALS, or BAD_AUTHENTICATION_METHOD if it wants to prove it another way than by its
     *     password: a server that does not know the way must not let it in (MQTT 5 §4.12)
     */
    static UserName of(MqttEndpoint endpoint) {
        if (endpoint.connectProperties().getProperty(MqttProperties.AUTHENTICATION_METHOD) != null) {
            throw ConnectRefusal.badAuthenticationMethod();
        }
        return parse(endpoint.auth());
    }

    /**
     * Parses the user name of a CONNECT packet.
     *
     * @param auth null if the packet had not both user name and password
     * @throws ConnectRefusal BAD_CREDENTIALS
     */
    static UserName parse(@Nullable MqttAuth auth) {
        if (auth == null) {
            throw ConnectRefusal.badCredentials("CONNECT without user name and password");
        }
        String text = auth.getUsername();
        int at = text.lastIndexOf('@');
        if (at <= 0 || at == text.length() - 1) {
            throw ConnectRefusal.badCredentials("user name is \"%s\", <auth-id>@<tenant> is expected".formatted(text));
        }
        return new UserName(text.substring(0, at), text.substring(at + 1));
    }
}
