package io.derwent.launcher;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The TCP ports of one installation, all on loopback. With a base they lie side by side in the order of the components, so
 * that several installations fit on one machine.
 */
record Ports(
        int mqtt,
        int mqtts,
        int console,
        int gateway,
        int kafka,
        int kafkaController,
        int flink,
        int postgres,
        int edgeMqtt,
        int edgePage) {

    static final Ports STANDARD = new Ports(1883, 8883, 8080, 8088, 9092, 9093, 8081, 15432, 1884, 8089);

    private static final int COUNT = 10;
    private static final int LOWEST = 1024;
    private static final int HIGHEST = 65535;

    /**
     * Ten ports from this one on.
     *
     * @throws CannotStart if they do not all lie in 1024 to 65535
     */
    static Ports from(int base) {
        if (base < LOWEST || base > HIGHEST - COUNT + 1) {
            throw new CannotStart(
                    "--port-base is %d; it must lie between %d and %d, because %d ports from it on are used."
                            .formatted(base, LOWEST, HIGHEST - COUNT + 1, COUNT));
        }
        return new Ports(
                base, base + 1, base + 2, base + 3, base + 4, base + 5, base + 6, base + 7, base + 8, base + 9);
    }

    /** What listens where, with the name a person knows it by, of the parts this build starts. */
    Map<String, Integer> byName() {
        Map<String, Integer> named = new LinkedHashMap<>();
        named.put("MQTT", mqtt);
        named.put("MQTT over TLS", mqtts);
        named.put("console", console);
        named.put("gateway management", gateway);
        named.put("Kafka", kafka);
        named.put("Kafka controller", kafkaController);
        named.put("Flink", flink);
        named.put("PostgreSQL", postgres);
        return named;
    }
}
