package io.derwent.launcher.gs1;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.gs1.Gs1Key;
import io.derwent.gs1.Gs1Message;
import java.util.Optional;

/** The equipment a console knows, by the keys on its labels. */
final class KnownEquipment {
    private final ConsoleApi console;
    private final Optional<String> tenant;

    KnownEquipment(ConsoleApi console, Optional<String> tenant) {
        this.console = console;
        this.tenant = tenant;
    }

    /**
     * The thing that has one of these keys, as the console's API shows it; a key of a kind of things is on none.
     *
     * @throws io.derwent.devicesim.api.ApiRefused     if the console says no
     * @throws io.derwent.devicesim.api.ApiUnavailable if it does not answer
     */
    Optional<JsonNode> named(Gs1Message message) {
        for (Gs1Key key : message.keys()) {
            for (JsonNode asset : console.assets(tenant, key.text())) {
                for (JsonNode own : asset.path("keys")) {
                    if (own.asText().equals(key.text())) {
                        return Optional.of(asset);
                    }
                }
            }
        }
        return Optional.empty();
    }
}
