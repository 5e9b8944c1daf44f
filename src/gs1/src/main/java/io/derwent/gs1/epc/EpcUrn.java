package io.derwent.gs1.epc;

import io.derwent.gs1.Gs1Key;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the URNs that {@link Epc#pureIdentityUrn} and {@link Epc#tagUrn} write (TDS 6.3 and 12). */
public final class EpcUrn {
    private static final String PREFIX = "urn:epc:";
    private static final Pattern IDENTITY = Pattern.compile("urn:epc:id:([a-z]+):([0-9]+)\\.(.*)");
    private static final Pattern TAG = Pattern.compile("urn:epc:tag:([a-z]+)-[0-9]+:[0-7]\\.([0-9]+)\\.(.*)");
    /** A place or kind of asset may have none behind a long company prefix. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]*");

    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");
    private static final int HEX = 16;

    private EpcUrn() {}

    /** Whether a text wants to be one. */
    public static boolean isUrn(String text) {
        return text.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /**
     * The key that a URN names.
     *
     * @throws InvalidEpc                if it is none of a scheme that is built; the message says which are
     * @throws io.derwent.gs1.InvalidGs1 if its parts make no valid key
     */
    public static Gs1Key key(String urn) {
        Matcher identity = IDENTITY.matcher(urn);
        Matcher parts = identity.matches() ? identity : TAG.matcher(urn);
        if (!parts.matches()) {
            throw new InvalidEpc("%s is no EPC URN, urn:epc:id:SCHEME:PREFIX.REFERENCE… or urn:epc:tag:… is expected"
                    .formatted(urn));
        }
        KeyShape shape = shape(parts.group(1))
                .orElseThrow(() -> new InvalidEpc("%s: %s is not read, %s are"
                        .formatted(
                                urn,
                                parts.group(1),
                                Arrays.stream(KeyShape.values())
                                        .map(EpcUrn::name)
                                        .collect(Collectors.joining(", ")))));
        if (shape == KeyShape.GIAI) {
            return shape.join(new KeyParts(parts.group(2), unescape(parts.group(3)), ""));
        }
        List<String> rest = List.of(parts.group(3).split("\\.", 2));
        if (rest.size() < 2
                || !DIGITS.matcher(rest.get(0)).matches()
                || (shape == KeyShape.SGTIN && rest.get(0).isEmpty())) {
            throw new InvalidEpc("%s: a reference in digits and a serial number are expected behind the company prefix"
                    .formatted(urn));
        }
        return shape.join(new KeyParts(parts.group(2), rest.get(0), unescape(rest.get(1))));
    }

    private static Optional<KeyShape> shape(String name) {
        return Arrays.stream(KeyShape.values())
                .filter(shape -> name(shape).equals(name))
                .findFirst();
    }

    private static String name(KeyShape shape) {
        return shape.name().toLowerCase(Locale.ROOT);
    }

    private static String unescape(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(escape.group(1), HEX))));
    }
}
