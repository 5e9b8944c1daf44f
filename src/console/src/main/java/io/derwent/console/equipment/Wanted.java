package io.derwent.console.equipment;

import io.derwent.gs1.Gs1Key;
import io.derwent.gs1.Gs1Reader;
import io.derwent.gs1.InvalidGs1;
import io.derwent.gs1.epc.Epc;
import io.derwent.gs1.epc.EpcUrn;
import io.derwent.gs1.epc.InvalidEpc;
import io.derwent.gs1.epc.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What somebody looks for: typed words, or whatever a scanner sent (element strings, bracketed text, a Digital Link, the EPC of
 * a tag as hexadecimal or URN), from which GS1 keys are read.
 *
 * @param keys    as {@link Gs1Key#text()}; empty if the text says none
 * @param words   in lower case: what is looked for where no thing has one of the keys
 * @param problem why a text that can only be meant as GS1 data says no key; empty otherwise
 */
public record Wanted(List<String> keys, List<String> words, Optional<String> problem) {
    /** Shorter than any key with its AI: {@code 417} is a number on a label, not a scan. */
    private static final int SHORTEST_SCAN = 8;
    /** Nobody types this but as GS1 data: a symbology identifier, brackets around an AI, a separator, a link, a URN. */
    private static final Pattern GS1_DATA =
            Pattern.compile("\\][A-Za-z][0-9].*|\\([0-9]{2,4}\\).*|.*\u001d.*|https?://.*|urn:epc:.*", Pattern.DOTALL);

    public Wanted {
        keys = List.copyOf(keys);
        words = List.copyOf(words);
    }

    /** Everything there is. */
    public static Wanted anything() {
        return new Wanted(List.of(), List.of(), Optional.empty());
    }

    /** Never fails: what is no GS1 data is words. */
    public static Wanted parse(String text, Gs1Reader reader) {
        // NUL is in no name, and PostgreSQL takes none
        String stripped = strip(text.replace('\0', ' '));
        List<String> keys = List.of();
        Optional<String> problem = Optional.empty();
        try {
            keys = keys(stripped, reader);
            if (keys.isEmpty() && GS1_DATA.matcher(stripped).matches()) {
                problem = Optional.of("it holds no GS1 key");
            }
        } catch (InvalidGs1 | InvalidEpc e) {
            problem = Optional.ofNullable(e.getMessage())
                    .filter(sentence -> GS1_DATA.matcher(stripped).matches());
        }
        if (!keys.isEmpty()) {
            // a product's GTIN without a serial number finds all of its kind
            return new Wanted(keys, List.of(keys.get(0).toLowerCase(Locale.ROOT)), problem);
        }
        return new Wanted(
                List.of(),
                Arrays.stream(stripped.toLowerCase(Locale.ROOT).split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .toList(),
                problem);
    }

    /** White space at both ends, but no separator of GS1's (ASCII 29), which Java counts among it. */
    private static String strip(String text) {
        return text.replaceAll("^[ \\t\\r\\n]+|[ \\t\\r\\n]+$", "");
    }

    private static List<String> keys(String text, Gs1Reader reader) {
        if (text.length() < SHORTEST_SCAN) {
            return List.of();
        }
        if (EpcUrn.isUrn(text)) {
            return List.of(EpcUrn.key(text).text());
        }
        List<String> ofTag =
                Tag.read(text).epc().map(Epc::key).map(Gs1Key::text).stream().toList();
        return ofTag.isEmpty()
                ? reader.read(text).keys().stream().map(Gs1Key::text).toList()
                : ofTag;
    }
}
