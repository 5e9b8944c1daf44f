package io.derwent.launcher;

import java.nio.file.Path;

/**
 * Where a running installation is reached.
 *
 * @param mqtt HOST:PORT, plain
 * @param mqtts HOST:PORT, TLS
 * @param caFile certificate authority of the TLS listener, PEM
 * @param gateway base URL of the management port
 * @param console base URL of pages and API
 */
record Addresses(String mqtt, String mqtts, Path caFile, String gateway, String console) {
    static Addresses of(Ports ports, Path caFile) {
        return new Addresses(
                "127.0.0.1:" + ports.mqtt(),
                "127.0.0.1:" + ports.mqtts(),
                caFile,
                "http://127.0.0.1:" + ports.gateway(),
                "http://127.0.0.1:" + ports.console());
    }
}
