package io.derwent.console.equipment;

import io.derwent.gs1.Gs1Key;
import io.derwent.gs1.Gs1Reader;
import io.derwent.gs1.InvalidGs1;
import io.derwent.gs1.epc.Epc;
import io.derwent.gs1.epc.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What somebody looks for: typed words, or whatever a scanner sent (element strings, bracketed text, a Digital Link, the EPC of
 * a tag), from which GS1 keys are read.
 *
 * @param keys  as {@link Gs1Key#text()}; empty if the text says none
 * @param words in lower case: what is looked for where no thing has one of the keys
 */
public record Wanted(List<String> keys, List<String> words) {
    /** Shorter than any key with its AI: {@code 417} is a number on a label, not a scan. */
    private static final int SHORTEST_SCAN = 8;

    public Wanted {
        keys = List.copyOf(keys);
        words = List.copyOf(words);
    }

    /** Everything there is. */
    public static Wanted anything() {
        return new Wanted(List.of(), List.of());
    }

    /** Never fails: what is no GS1 data is words. */
    public static Wanted parse(String text, Gs1Reader reader) {
        // NUL is in no name, and PostgreSQL takes none
        String stripped = text.replace('\0', ' ').strip();
        List<String> keys = keys(stripped, reader);
        if (!keys.isEmpty()) {
            // a product's GTIN without a serial number finds all of its kind
            return new Wanted(keys, List.of(keys.get(0).toLowerCase(Locale.ROOT)));
        }
        return new Wanted(
                List.of(),
                Arrays.stream(stripped.toLowerCase(Locale.ROOT).split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .toList());
    }

    private static List<String> keys(String text, Gs1Reader reader) {
        if (text.length() < SHORTEST_SCAN) {
            return List.of();
        }
        List<String> ofTag =
                Tag.read(text).epc().map(Epc::key).map(Gs1Key::text).stream().toList();
        if (!ofTag.isEmpty()) {
            return ofTag;
        }
        try {
            return reader.read(text).keys().stream().map(Gs1Key::text).toList();
        } catch (InvalidGs1 e) {
            return List.of();
        }
    }
}
