package io.derwent.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.derwent.devicesim.estate.ReaderLogin;
import io.derwent.devicesim.scenario.CanonicalPings;
import io.derwent.devicesim.town.TownDirectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code demo} tells when it is ready: addresses, logins, devices, readers, equipment; as one line of JSON or for a
 * person.
 */
record DemoReport(Addresses addresses, TownDirectory town, DataDirectory directory) {

    /** One line; the passwords are this installation's own. */
    String toJson() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("ready", true);
        line.put("console", addresses.console());
        line.put("mqtt", addresses.mqtt());
        line.put("mqtts", addresses.mqtts());
        line.put("caFile", addresses.caFile().toString());
        line.put("gateway", addresses.gateway());
        line.put("logins", town.logins());
        line.put("devices", town.devices());
        line.put("readers", town.readers());
        line.put("assets", town.assets());
        line.put("data", directory.root().toString());
        try {
            return new ObjectMapper().writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written", e);
        }
    }

    /** Lines for the person at the terminal: one login per role, what is there to try by hand. */
    List<String> describe() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  console  " + addresses.console());
        lines.add("  MQTT     " + addresses.mqtt() + "   with TLS " + addresses.mqtts() + " (CA " + addresses.caFile()
                + ")");
        lines.add("  gateway  " + addresses.gateway());
        lines.add("");
        for (String role : List.of("nurse", "lead", "patient", "estates", "administrator")) {
            login(role)
                    .ifPresent(login ->
                            lines.add("  %-14s user %s  password %s".formatted(role, login.user(), login.password())));
        }
        lines.add("");
        lines.add("  Devices nobody simulates, to try by hand (mosquitto_pub -u USER -P PASSWORD -t event ...):");
        town.devices().stream()
                .filter(device -> !device.simulated())
                .forEach(device -> lines.add("  %-14s user %s@%s  password %s  (patient %s, %s)"
                        .formatted(
                                device.kind(),
                                device.authId(),
                                device.tenant(),
                                device.password(),
                                device.assignedTo(),
                                device.pathway())));
        lines.add("");
        lines.add("  Readers nobody simulates, and equipment nobody has seen yet (the same, content-type "
                + CanonicalPings.CONTENT_TYPE + "):");
        town.readers().stream()
                .filter(reader -> !reader.simulated())
                .forEach(reader -> lines.add("  %-14s user %s@%s  password %s  (antenna %s sees place %s)"
                        .formatted(
                                reader.device(),
                                reader.authId(),
                                reader.tenant(),
                                reader.password(),
                                antennas(reader),
                                reader.place())));
        town.assets().stream()
                .filter(asset -> !asset.simulated())
                .forEach(asset -> lines.add(
                        "  %-14s %s  %s  EPC %s".formatted(asset.id(), asset.name(), asset.key(), asset.epc())));
        lines.add("");
        return lines;
    }

    private static String antennas(ReaderLogin reader) {
        return reader.antennas().stream()
                .map(antenna -> Integer.toString(antenna.antenna()))
                .collect(Collectors.joining(", "));
    }

    private Optional<TownDirectory.Login> login(String role) {
        return town.logins().stream().filter(login -> login.role().equals(role)).findFirst();
    }
}
