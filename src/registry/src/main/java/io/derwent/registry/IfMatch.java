package io.derwent.registry;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a caller says it knows of the version it changes: header {@code If-Match}, RFC 9110 §13.1.1.
 *
 * @param etags one of these; empty optional: whichever it is now
 */
public record IfMatch(Optional<Set<String>> etags) {
    /** Whatever the version is: no header, or {@code *}. */
    public static final IfMatch ANY = new IfMatch(Optional.empty());

    private static final String WEAK = "weak";
    private static final String QUOTED = "quoted";
    private static final String BARE = "bare";
    /** An entity tag; without quotes too, as Hono's own clients send it. */
    private static final Pattern TAG =
            Pattern.compile("(?<weak>W/)?\"(?<quoted>[\\x21\\x23-\\x7E\\x80-\\uFFFF]*)\"|(?<bare>[^\\s\",*]+)");

    public IfMatch {
        etags = etags.map(Set::copyOf);
    }

    public static IfMatch of(String etag) {
        return new IfMatch(Optional.of(Set.of(etag)));
    }

    /**
     * Parses the header's lines.
     *
     * @throws RegistryRefusal INVALID if they are neither a list of entity tags nor {@code *}
     */
    public static IfMatch parse(List<String> lines) {
        String text = String.join(",", lines).strip();
        if (lines.isEmpty() || text.equals("*")) {
            return ANY;
        }
        Set<String> etags = new HashSet<>();
        Matcher tag = TAG.matcher(text);
        int at = 0;
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == ',' || next == ' ' || next == '\t') {
                at++;
            } else if (tag.region(at, text.length()).lookingAt()
                    && (tag.end() == text.length() || ", \t".indexOf(text.charAt(tag.end())) >= 0)) {
                // the comparison is strong: a weak tag never matches
                if (tag.group(WEAK) == null) {
                    etags.add(Optional.ofNullable(tag.group(QUOTED)).orElseGet(() -> tag.group(BARE)));
                }
                at = tag.end();
            } else {
                throw RegistryRefusal.invalid(
                        "If-Match is %s, \"ETAG\", several with commas, or * is expected".formatted(text));
            }
        }
        return new IfMatch(Optional.of(etags));
    }

    boolean holds(String etag) {
        return etags.map(known -> known.contains(etag)).orElse(true);
    }
}
