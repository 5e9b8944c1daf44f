package io.derwent.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JSON object from outside, read strictly: members nobody knows are refused, every member has its type, and each refusal
 * says where and why.
 */
public final class JsonDocument {
    /** Ids that stand in Kafka keys and addresses. */
    public static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private static final int LONGEST_TEXT = 1000;

    private final ObjectNode object;
    private final String where;
    private final Consumer<InvalidDocument> unknown;

    private JsonDocument(ObjectNode object, String where, Consumer<InvalidDocument> unknown) {
        this.object = object;
        this.where = where;
        this.unknown = unknown;
    }

    /**
     * Reads bytes.
     *
     * @param what names the whole, for sentences about it: {@code the body}
     * @throws InvalidDocument if they are not one JSON object, or have a member not in {@code members}
     */
    public static JsonDocument read(String what, byte[] bytes, Set<String> members) {
        return read(what, bytes, members, JsonDocument::refuse);
    }

    /** The same, but members nobody knows, here and further down, are told and passed over. */
    static JsonDocument read(String what, byte[] bytes, Set<String> members, Consumer<InvalidDocument> unknown) {
        JsonNode node;
        try {
            node = JsonPayload.parse(bytes);
        } catch (InvalidPayload e) {
            throw new InvalidDocument("%s is %s".formatted(what, e.getMessage()), e);
        }
        return of(node, what, "", unknown).only(members);
    }

    /** The same of what was parsed elsewhere, as strictly. */
    public static JsonDocument of(JsonNode node, String what, Set<String> members) {
        return of(node, what, "", JsonDocument::refuse).only(members);
    }

    private static void refuse(InvalidDocument problem) {
        throw problem;
    }

    private static JsonDocument of(JsonNode node, String what, String where, Consumer<InvalidDocument> unknown) {
        if (!(node instanceof ObjectNode object)) {
            throw new InvalidDocument(where, what + " is no JSON object");
        }
        return new JsonDocument(object, where, unknown);
    }

    /** This, if it has no other members. */
    JsonDocument only(Set<String> members) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!members.contains(name)) {
                unknown.accept(wrong(
                        name,
                        "%s is not known here, known are %s"
                                .formatted(path(name), members.stream().sorted().toList())));
            }
        }
        return this;
    }

    public boolean has(String name) {
        return member(name).isPresent();
    }

    public String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    public Optional<String> optionalText(String name) {
        return optionalText(name, LONGEST_TEXT);
    }

    /** A text of at most so many characters. */
    public Optional<String> optionalText(String name, int longest) {
        return member(name).map(node -> {
            if (!node.isTextual() || node.textValue().isBlank()) {
                throw wrong(name, "%s is %s, a text is expected".formatted(path(name), node));
            }
            String text = node.textValue().strip();
            if (text.length() > longest) {
                throw wrong(name, "%s has %d characters, limit %d".formatted(path(name), text.length(), longest));
            }
            if (text.indexOf('\0') >= 0) {
                throw wrong(name, path(name) + " contains the character NUL");
            }
            return text;
        });
    }

    /** A text that may stand in a Kafka key and in an address. */
    public String id(String name) {
        return checkedId(name, text(name));
    }

    public Optional<String> optionalId(String name) {
        return optionalText(name).map(text -> checkedId(name, text));
    }

    public Optional<Instant> optionalInstant(String name) {
        return optionalText(name).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException e) {
                throw wrong(name, "%s is \"%s\", an RFC 3339 time with offset is expected".formatted(path(name), text));
            }
        });
    }

    public Instant instant(String name) {
        return optionalInstant(name).orElseThrow(() -> missing(name));
    }

    public Optional<LocalDate> optionalDate(String name) {
        return optionalText(name).map(text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw wrong(name, "%s is \"%s\", a date like 1951-03-28 is expected".formatted(path(name), text));
            }
        });
    }

    public LocalDate date(String name) {
        return optionalDate(name).orElseThrow(() -> missing(name));
    }

    public Optional<Integer> optionalInteger(String name, int least, int most) {
        return member(name).map(node -> {
            if (!node.isIntegralNumber()
                    || !node.canConvertToInt()
                    || node.intValue() < least
                    || node.intValue() > most) {
                throw wrong(
                        name,
                        "%s is %s, a whole number from %d to %d is expected".formatted(path(name), node, least, most));
            }
            return node.intValue();
        });
    }

    int integer(String name, int least, int most) {
        return optionalInteger(name, least, most).orElseThrow(() -> missing(name));
    }

    Optional<Duration> optionalDuration(String name) {
        return optionalText(name).map(text -> {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException e) {
                throw wrong(
                        name,
                        "%s is \"%s\", an ISO 8601 duration like PT30M or P14D is expected"
                                .formatted(path(name), text));
            }
        });
    }

    Duration duration(String name) {
        return optionalDuration(name).orElseThrow(() -> missing(name));
    }

    LocalTime timeOfDay(String name) {
        String text = text(name);
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw wrong(name, "%s is \"%s\", a time of day like 08:00 is expected".formatted(path(name), text));
        }
    }

    /** The constant whose name in lower case the text is. */
    public <E extends Enum<E>> E word(String name, Class<E> type) {
        return optionalWord(name, type).orElseThrow(() -> missing(name));
    }

    <E extends Enum<E>> Optional<E> optionalWord(String name, Class<E> type) {
        return optionalText(name).map(text -> constant(name, text, type));
    }

    /** An array of such words, each a constant's name in lower case; empty if the member is missing. */
    <E extends Enum<E>> List<E> words(String name, Class<E> type) {
        List<E> words = new ArrayList<>();
        for (String text : texts(name, type.getEnumConstants().length, LONGEST_TEXT)) {
            words.add(constant("%s[%d]".formatted(name, words.size()), text, type));
        }
        return words;
    }

    private <E extends Enum<E>> E constant(String name, String text, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> code(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> notOneOf(
                        name, text, Arrays.stream(type.getEnumConstants()).map(JsonDocument::code)));
    }

    private static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    InvalidDocument notOneOf(String name, String text, Stream<String> known) {
        return wrong(
                name,
                "%s is \"%s\", one of %s is expected"
                        .formatted(path(name), text, known.collect(Collectors.joining(", "))));
    }

    public BigDecimal decimal(String name) {
        JsonNode node = member(name).orElseThrow(() -> missing(name));
        if (!node.isNumber()) {
            throw wrong(name, "%s is %s, a number is expected".formatted(path(name), node));
        }
        return node.decimalValue();
    }

    public Optional<Boolean> optionalBoolean(String name) {
        return member(name).map(node -> {
            if (!node.isBoolean()) {
                throw wrong(name, "%s is %s, true or false is expected".formatted(path(name), node));
            }
            return node.booleanValue();
        });
    }

    public Optional<JsonDocument> optionalObject(String name, Set<String> members) {
        return member(name)
                .map(node -> of(node, path(name), path(name), unknown).only(members));
    }

    /** An array of objects; empty if the member is missing. */
    public List<JsonDocument> objects(String name, Set<String> members) {
        return objects(name).stream().map(element -> element.only(members)).toList();
    }

    /** An array of objects with whatever members; empty if the member is missing. */
    List<JsonDocument> objects(String name) {
        List<JsonDocument> documents = new ArrayList<>();
        array(name).ifPresent(array -> {
            for (int i = 0; i < array.size(); i++) {
                String element = "%s[%d]".formatted(path(name), i);
                documents.add(of(array.get(i), element, element, unknown));
            }
        });
        return documents;
    }

    /** An array of texts; empty if the member is missing. */
    public List<String> texts(String name, int most, int longest) {
        List<String> texts = new ArrayList<>();
        array(name).ifPresent(array -> {
            if (array.size() > most) {
                throw wrong(name, "%s has %d elements, limit %d".formatted(path(name), array.size(), most));
            }
            for (JsonNode element : array) {
                String where = "%s[%d]".formatted(name, texts.size());
                if (!element.isTextual() || element.textValue().isBlank()) {
                    throw wrong(where, "%s is %s, a text is expected".formatted(path(where), element));
                }
                if (element.textValue().length() > longest) {
                    throw wrong(
                            where,
                            "%s has %d characters, limit %d"
                                    .formatted(path(where), element.textValue().length(), longest));
                }
                texts.add(element.textValue().strip());
            }
        });
        return texts;
    }

    /** An array of ids, or empty where the text {@code all} stands instead. */
    public Optional<List<String>> idsOrAll(String name) {
        JsonNode node = member(name).orElseThrow(() -> missing(name));
        if (node.isTextual() && node.textValue().equals("all")) {
            return Optional.empty();
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode element : array(name).orElseThrow(() -> missing(name))) {
            if (!element.isTextual()) {
                throw wrong(name, "%s holds %s, texts are expected".formatted(path(name), element));
            }
            ids.add(checkedId(name, element.textValue()));
        }
        if (ids.isEmpty()) {
            throw wrong(name, path(name) + " is empty; name patients, or say \"all\"");
        }
        return Optional.of(ids);
    }

    public InvalidDocument wrong(String name, String message) {
        return new InvalidDocument(path(name), message);
    }

    private Optional<JsonNode> array(String name) {
        return member(name).map(node -> {
            if (!node.isArray()) {
                throw wrong(name, "%s is %s, an array is expected".formatted(path(name), node));
            }
            return node;
        });
    }

    private String checkedId(String name, String text) {
        if (!ID.matcher(text).matches()) {
            throw wrong(
                    name,
                    "%s is \"%s\", 1 to 100 letters, digits, '-', '_' or '.' are expected".formatted(path(name), text));
        }
        return text;
    }

    InvalidDocument missing(String name) {
        return wrong(name, path(name) + " is missing");
    }

    private Optional<JsonNode> member(String name) {
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
    }

    /** Where the member is, from the whole: {@code thresholds[0].value}. */
    String path(String name) {
        return where.isEmpty() ? name : where + "." + name;
    }
}
