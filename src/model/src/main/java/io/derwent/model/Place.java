package io.derwent.model;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place with a GS1 location number: a site, a ward, a room, a bay. In EPCIS it is a {@code bizLocation}.
 *
 * <p>Indoors this is as fine as it gets: choke points and zones, never metres. Check digits are the business of whoever
 * takes the number in; here it is thirteen digits.
 *
 * @param version   rises with each change; an older version than the one known is ignored
 * @param gln       AI 414, 13 digits
 * @param extension AI 254, 1 to 20 characters of GS1's character set 82; null for the place the GLN itself names
 * @param name      what people call it: {@code Ward 204, store}
 * @param site      {@link #id()} of the site it belongs to; null for a site
 * @param parent    {@link #id()} of the place it lies in; null for a site
 * @param active     false: no longer used
 * @param sharedWith tenants that may see the place and find their equipment there, because it or a place it lies in is shared
 *     with them; in order
 */
public record Place(
        String tenant,
        long version,
        String gln,
        @Nullable String extension,
        String name,
        @Nullable String site,
        @Nullable String parent,
        boolean active,
        List<String> sharedWith) {
    private static final Pattern GLN = Pattern.compile("[0-9]{13}");
    private static final String SET_82 = "!\"%-?A-Z_a-z";
    private static final Pattern EXTENSION = Pattern.compile("[" + SET_82 + "]{1,20}");
    private static final Pattern ID = Pattern.compile("[0-9]{13}(\\.[" + SET_82 + "]{1,20})?");

    public Place {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(name, "name");
        if (!GLN.matcher(gln).matches()) {
            throw new IllegalArgumentException("gln is \"%s\", 13 digits are expected".formatted(gln));
        }
        if (extension != null && !EXTENSION.matcher(extension).matches()) {
            throw new IllegalArgumentException(
                    "extension is \"%s\", 1 to 20 characters of GS1 set 82 are expected".formatted(extension));
        }
        // absent in records written before places could be shared
        sharedWith =
                sharedWith == null ? List.of() : sharedWith.stream().sorted().toList();
    }

    /** {@code GLN} or {@code GLN.extension}: the one spelling of a place in payloads, keys and tables. */
    public String id() {
        return id(gln, extension == null ? "" : extension);
    }

    /** How this tenant writes the place: {@link #id()} if it is its own. */
    public String in(String viewer) {
        return new OwnedId(tenant, id()).in(viewer);
    }

    /** The id of a GLN with this extension; an empty one is none. */
    public static String id(String gln, String extension) {
        return extension.isEmpty() ? gln : gln + "." + extension;
    }

    /** Whether a text is spelled like the id of a place. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
