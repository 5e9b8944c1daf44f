package io.derwent.gs1;

import io.derwent.gs1.InvalidGs1.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * GS1 Digital Link URIs, uncompressed (GS1 Digital Link Standard: URI Syntax).
 *
 * <pre>
 *  https://example.nhs.uk/some/stem/01/05055123000012/10/LOT7/21/12345?17=271231&amp;linkType=gs1:pip#top
 *          host           stem      primary key       qualifiers       attributes, others ignored
 * </pre>
 *
 * The stem may hold anything, so that the primary key is looked for from the right. Words instead of numbers
 * ({@code /gtin/}) are refused, and so are GTINs of fewer than 14 digits in the path, though not in the query, as GS1's
 * reference engine does.
 */
final class DigitalLink {
    private static final String CANONICAL = "https://id.gs1.org";
    private static final Pattern SCHEME = Pattern.compile("https?://|HTTPS?://");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]-]+");
    /** RFC 3986 §2.3. */
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /** RFC 3986 §2.2, and the percent sign. */
    private static final String RESERVED = ":/?#[]@!$&'()*+,;=%";

    private static final Pattern BASE64_URL = Pattern.compile("[A-Za-z0-9_-]{8,}");

    private DigitalLink() {}

    /** Whether the text is meant as a link at all. */
    static boolean isUri(String text) {
        return SCHEME.matcher(text).lookingAt();
    }

    /** A run of the text. */
    private record Span(String text, int from, int to) {
        String string() {
            return text.substring(from, to);
        }

        boolean isEmpty() {
            return from == to;
        }

        List<Span> split(char separator) {
            List<Span> parts = new ArrayList<>();
            int start = from;
            for (int at = from; at <= to; at++) {
                if (at == to || text.charAt(at) == separator) {
                    parts.add(new Span(text, start, at));
                    start = at + 1;
                }
            }
            return parts;
        }
    }

    /** Hands over the element strings of the link that begins at {@code from}: key, qualifiers, attributes. */
    static void read(String text, int from, Consumer<Field> sink) {
        refuseStrangers(text, from);
        int path = path(text, from);
        int end = before('#', text, path, text.length());
        int query = before('?', text, path, end);
        List<Span> segments = new Span(text, path + 1, query).split('/');
        int key = key(text, from, query, segments);

        List<String> inPath = readPath(segments, key, sink);
        if (query < end) {
            readQuery(new Span(text, query + 1, end), inPath, sink);
        }
    }

    /**
     * Canonical link: key, its qualifiers in order, the rest as attributes, fixed lengths first. Empty if there is no key,
     * an AI that may stand in no link, or one AI with two values.
     */
    static Optional<String> write(List<ElementString> elements) {
        if (elements.stream().map(ElementString::ai).distinct().count() < elements.size()) {
            return Optional.empty();
        }
        return elements.stream()
                .filter(element -> element.ai().association().isPrimaryKey())
                .findFirst()
                .flatMap(key -> write(key, elements));
    }

    private static Optional<String> write(ElementString key, List<ElementString> elements) {
        List<ElementString> path = new ArrayList<>(List.of(key));
        path.addAll(qualifiers(key, elements));
        List<ElementString> attributes = elements.stream()
                .filter(element -> !path.contains(element))
                .sorted((one, other) ->
                        Boolean.compare(one.ai().isSeparated(), other.ai().isSeparated()))
                .toList();
        List<String> inPath = path.stream().map(element -> element.ai().code()).toList();
        if (!attributes.stream().allMatch(attribute -> mayBeInQuery(attribute.ai(), inPath))) {
            return Optional.empty();
        }
        String query = attributes.stream()
                .map(attribute -> attribute.ai().code() + "=" + escape(attribute.value()))
                .collect(Collectors.joining("&"));
        return Optional.of(path.stream()
                        .map(element -> "/" + element.ai().code() + "/" + escape(element.value()))
                        .collect(Collectors.joining("", CANONICAL, ""))
                + (query.isEmpty() ? "" : "?" + query));
    }

    /** The key's qualifiers in their order; where several orders are possible, the one that takes in most. */
    private static List<ElementString> qualifiers(ElementString key, List<ElementString> elements) {
        List<ElementString> best = List.of();
        for (List<String> order : key.ai().association().qualifiers()) {
            List<ElementString> found = order.stream()
                    .flatMap(code -> elements.stream()
                            .filter(element -> element.ai().code().equals(code))
                            .limit(1))
                    .toList();
            best = found.size() > best.size() ? found : best;
        }
        return best;
    }

    private static void refuseStrangers(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (UNRESERVED.indexOf(c) < 0 && RESERVED.indexOf(c) < 0) {
                throw new InvalidGs1(
                        Rule.SYNTAX, at, Format.inWords(c) + " may not stand in a URI, it must be percent-encoded");
            }
        }
    }

    /** Where the path begins, with its slash. */
    private static int path(String text, int from) {
        if (!isUri(text.substring(from))) {
            throw new InvalidGs1(Rule.SYNTAX, from, "a Digital Link begins with https:// or http://");
        }
        int host = text.indexOf("//", from) + 2;
        int path = text.indexOf('/', host);
        if (path < 0) {
            throw new InvalidGs1(Rule.DIGITAL_LINK, text.length(), "there is no path behind the host");
        }
        if (!HOST.matcher(text.substring(host, path)).matches()) {
            throw new InvalidGs1(Rule.SYNTAX, host, "\"%s\" is no host".formatted(text.substring(host, path)));
        }
        return path;
    }

    private static int before(char c, String text, int from, int to) {
        int at = text.indexOf(c, from);
        return at < 0 || at > to ? to : at;
    }

    /** Index of the segment with the primary key's AI: the path is read from the right, AI and value by AI and value. */
    private static int key(String text, int from, int pathEnd, List<Span> segments) {
        Span last = segments.get(segments.size() - 1);
        if (last.isEmpty()) {
            throw new InvalidGs1(Rule.DIGITAL_LINK, pathEnd - 1, "the path ends with a slash");
        }
        for (int i = segments.size() - 2; i >= 0; i -= 2) {
            String code = segments.get(i).string();
            if (AiTable.isPrimaryKey(code)) {
                return i;
            }
            if (!AiTable.isAssigned(code)) {
                break;
            }
        }
        if (isCompressed(last.string())) {
            throw new InvalidGs1(
                    Rule.NOT_READ_YET, last.from(), "this looks like a compressed link, which is not read");
        }
        throw new InvalidGs1(
                Rule.DIGITAL_LINK,
                segments.get(0).from(),
                "there is no GS1 key in the path of %s".formatted(text.substring(from, pathEnd)));
    }

    /** Whether a segment could be base64url of bits that begin with the digits of a key's AI, four bits each, as most do. */
    private static boolean isCompressed(String segment) {
        if (!BASE64_URL.matcher(segment).matches()) {
            return false;
        }
        String digits = HexFormat.of().formatHex(Base64.getUrlDecoder().decode(segment.substring(0, 4)));
        return AiTable.isPrimaryKey(digits.substring(0, AiTable.digits(digits.substring(0, 2))));
    }

    private static List<String> readPath(List<Span> segments, int key, Consumer<Field> sink) {
        List<String> codes = new ArrayList<>();
        for (int i = key; i < segments.size(); i += 2) {
            Span ai = segments.get(i);
            sink.accept(field(ai, segments.get(i + 1), false));
            codes.add(ai.string());
            if (!isOrder(codes)) {
                throw InvalidGs1.aboutAi(
                        Rule.DIGITAL_LINK,
                        ai.string(),
                        ai.from(),
                        "may not follow %s in a path".formatted(inBrackets(codes.subList(0, codes.size() - 1))));
            }
        }
        return codes;
    }

    /** Whether qualifiers stand behind their key in an allowed order; leaving some out is legal. */
    private static boolean isOrder(List<String> codes) {
        List<String> qualifiers = codes.subList(1, codes.size());
        return qualifiers.isEmpty()
                || Ai.of(codes.get(0)).association().qualifiers().stream().anyMatch(order -> {
                    List<String> sorted =
                            order.stream().filter(qualifiers::contains).toList();
                    return sorted.equals(qualifiers);
                });
    }

    private static void readQuery(Span query, List<String> inPath, Consumer<Field> sink) {
        Set<String> seen = new HashSet<>(inPath);
        for (Span parameter : query.split('&')) {
            int equals = parameter.string().indexOf('=');
            if (equals < 0) {
                continue;
            }
            Span name = new Span(query.text(), parameter.from(), parameter.from() + equals);
            String code = name.string();
            if (code.isEmpty() || CharacterSet.NUMERIC.firstOutside(code, 0, code.length()) < code.length()) {
                continue;
            }
            if (!seen.add(code)) {
                throw InvalidGs1.aboutAi(Rule.REPEATED, code, name.from(), "stands twice in the link");
            }
            sink.accept(field(name, new Span(query.text(), name.to() + 1, parameter.to()), true));
            if (!mayBeInQuery(Ai.of(code), inPath)) {
                throw InvalidGs1.aboutAi(
                        Rule.DIGITAL_LINK,
                        code,
                        name.from(),
                        "may not stand in the query of a link about %s".formatted(inBrackets(inPath)));
            }
        }
    }

    /** An attribute may; but what could stand in the path must stand there. */
    private static boolean mayBeInQuery(Ai ai, List<String> inPath) {
        List<String> qualifiers = inPath.subList(1, inPath.size());
        return ai.association().isAttribute()
                && Ai.of(inPath.get(0)).association().qualifiers().stream()
                        .noneMatch(order -> order.contains(ai.code()) && order.containsAll(qualifiers));
    }

    private static Field field(Span ai, Span value, boolean inQuery) {
        if (value.isEmpty()) {
            throw new InvalidGs1(Rule.LENGTH, ai.string(), value.from(), "there is no value");
        }
        StringBuilder plain = new StringBuilder();
        int[] places = new int[value.to() - value.from() + 1];
        int at = value.from();
        while (at < value.to()) {
            places[plain.length()] = at;
            char c = value.text().charAt(at);
            if (c == '%') {
                plain.append(unescape(ai, value, at));
                at += 3;
            } else {
                plain.append(c == '+' && inQuery ? ' ' : c);
                at++;
            }
        }
        places[plain.length()] = at;
        int zeros = inQuery && ai.string().equals(Gtin.AI.code()) ? Gtin.zerosLeftOut(plain.length()) : 0;
        return new Field(
                ai.string(), ai.from(), "0".repeat(zeros) + plain, index -> places[Math.max(0, index - zeros)]);
    }

    private static char unescape(Span ai, Span value, int at) {
        int high = at + 2 < value.to() ? Character.digit(value.text().charAt(at + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(value.text().charAt(at + 2), 16);
        if (low < 0) {
            throw new InvalidGs1(
                    Rule.SYNTAX, ai.string(), at, "two hexadecimal digits are expected behind a percent sign");
        }
        return (char) (high << 4 | low);
    }

    private static String escape(String value) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.US_ASCII)) {
            if (UNRESERVED.indexOf(b) >= 0) {
                escaped.append((char) b);
            } else {
                escaped.append("%%%02X".formatted(b));
            }
        }
        return escaped.toString();
    }

    private static String inBrackets(List<String> codes) {
        return codes.stream().map(code -> "(" + code + ")").collect(Collectors.joining());
    }
}
