package io.derwent.launcher.gs1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.devicesim.api.ApiRefused;
import io.derwent.devicesim.api.ApiUnavailable;
import io.derwent.gs1.Gs1Message;
import io.derwent.launcher.lines.JsonLines;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of asking whose label it is.
 *
 * @param asset   as the console's API shows it; null unless it was found
 * @param problem why the console did not tell; empty unless it failed
 */
record Lookup(Outcome outcome, @Nullable JsonNode asset, String problem) {
    private static final int SECONDS_SAID = 120;
    private static final int MINUTES_SAID = 120;
    private static final int HOURS_SAID = 48;
    private static final int PERCENT = 100;

    enum Outcome {
        /** Nobody said which console to ask. */
        NOT_ASKED,
        FOUND,
        /** No equipment of the console has a key of the label. */
        UNKNOWN,
        /** The console refused, or did not answer. */
        FAILED
    }

    /** Asks; never throws. */
    static Lookup of(Gs1Message message, Optional<KnownEquipment> equipment) {
        if (equipment.isEmpty()) {
            return new Lookup(Outcome.NOT_ASKED, null, "");
        }
        try {
            return equipment
                    .get()
                    .named(message)
                    .map(asset -> new Lookup(Outcome.FOUND, asset, ""))
                    .orElseGet(() -> new Lookup(Outcome.UNKNOWN, null, ""));
        } catch (ApiRefused | ApiUnavailable e) {
            return new Lookup(Outcome.FAILED, null, String.valueOf(e.getMessage()));
        }
    }

    /** {@code "lookup":"found","asset":{…}}, or why there is none. */
    void addTo(ObjectNode json) {
        json.put("lookup", outcome.name().toLowerCase(Locale.ROOT));
        json.set("asset", asset);
        if (outcome == Outcome.FAILED) {
            json.put("lookupError", problem);
        }
    }

    /** For people; says nothing where nobody was asked. */
    void print(PrintWriter out, PrintWriter err) {
        switch (outcome) {
            case NOT_ASKED -> {}
            case UNKNOWN -> err.println("no equipment of the console has a key of this label");
            case FAILED -> err.println("which equipment this is could not be asked: " + problem);
            case FOUND -> printAsset(asset == null ? JsonLines.object() : asset, out);
        }
    }

    private static void printAsset(JsonNode asset, PrintWriter out) {
        String number = asset.path("number").asText();
        out.println("equipment     %s (%s%s)"
                .formatted(
                        asset.path("name").asText(),
                        asset.path("type").asText(),
                        number.isEmpty() ? "" : ", " + number));
        JsonNode where = asset.path("whereabouts");
        out.println(
                where.isMissingNode() || where.isNull()
                        ? "last seen     never"
                        : "last seen     %s, %s ago, %d %% sure (%s)"
                                .formatted(
                                        where.path("placeName")
                                                .asText(where.path("place").asText()),
                                        age(Duration.ofSeconds(
                                                where.path("ageSeconds").asLong())),
                                        Math.round(where.path("confidence").asDouble() * PERCENT),
                                        asset.path("state").asText().replace('_', ' ')));
    }

    private static String age(Duration age) {
        if (age.toSeconds() < SECONDS_SAID) {
            return age.toSeconds() + " s";
        }
        if (age.toMinutes() < MINUTES_SAID) {
            return age.toMinutes() + " min";
        }
        return age.toHours() < HOURS_SAID ? age.toHours() + " h" : age.toDays() + " days";
    }
}
