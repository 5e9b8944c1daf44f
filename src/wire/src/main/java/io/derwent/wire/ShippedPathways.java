package io.derwent.wire;

import io.derwent.model.Pathway;
import io.derwent.model.Pathways;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The pathways that come with the house, files in the resources' folder {@code /pathways}. All of it is configuration for
 * the clinical owner of the deploying organisation to confirm; each rule says where it comes from and what of it was
 * verified.
 */
public final class ShippedPathways {
    private static final List<String> CODES = List.of(
            "hypertension", "oximetry", "copd", "heart-failure", "diabetes", "virtual-ward", "care-home", "wearable");

    private static final Pathways ALL =
            new Pathways(CODES.stream().map(ShippedPathways::read).toList());

    private ShippedPathways() {}

    public static Pathways all() {
        return ALL;
    }

    /** The file of this pathway, byte for byte. */
    public static byte[] file(String code) {
        try (InputStream in = ShippedPathways.class.getResourceAsStream("/pathways/" + code + ".json")) {
            if (in == null) {
                throw new IllegalStateException("pathway " + code + " is missing from the build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Pathway read(String code) {
        PathwayDocument document = PathwayDocument.read("pathway " + code, file(code));
        return document.pathway()
                .orElseThrow(() -> new IllegalStateException("pathway " + code + " is not valid: "
                        + document.errors().get(0).getMessage()));
    }
}
