package io.derwent.gs1;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The GS1 Company Prefixes of one organisation; merged Trusts keep several alive. Where a prefix ends cannot be seen in a
 * key, and GS1's own table of lengths is not complete, so that they are configured.
 *
 * @param prefixes 4 to 12 digits each
 */
public record CompanyPrefixes(List<String> prefixes) {
    private static final int SHORTEST = 4;
    private static final int LONGEST = 12;

    /**
     * Checks each prefix.
     *
     * @throws IllegalArgumentException if one is not 4 to 12 digits
     */
    public CompanyPrefixes {
        prefixes = prefixes.stream().distinct().toList();
        for (String prefix : prefixes) {
            boolean digits = CharacterSet.NUMERIC.firstOutside(prefix, 0, prefix.length()) == prefix.length();
            if (!digits || prefix.length() < SHORTEST || prefix.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "company prefix is \"%s\", %d to %d digits are expected".formatted(prefix, SHORTEST, LONGEST));
            }
        }
    }

    public static CompanyPrefixes of(String... prefixes) {
        return new CompanyPrefixes(List.of(prefixes));
    }

    /** The prefix that a key begins with, the longest of ours that fits; empty if the key is another organisation's. */
    public Optional<String> of(Gs1Key key) {
        return prefixes.stream().filter(key.fromPrefix()::startsWith).max(Comparator.comparing(String::length));
    }
}
