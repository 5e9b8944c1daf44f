package io.derwent.gs1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What GS1 identifies a thing, a kind of things or a place with. Holding one means that it is valid. {@link #text()} is the
 * identity we store: unlike a URN it needs no length of a company prefix.
 */
public sealed interface Gs1Key permits Gtin, Sgtin, Sscc, Gln, Grai, Giai {
    /** The key, then what tells it more finely: the serial number of a GTIN, the extension of a GLN. */
    List<ElementString> elements();

    /** From where the GS1 Company Prefix of the key begins. */
    String fromPrefix();

    /** The identity: {@code (414)5055123000012(254)WARD204}. A persistent format. */
    default String text() {
        return new Gs1Message(elements()).bracketed();
    }

    /** As canonical GS1 Digital Link URI. */
    default String digitalLink() {
        return new Gs1Message(elements())
                .digitalLink()
                .orElseThrow(() -> new IllegalStateException("every key is one of Digital Link, not " + text()));
    }

    /**
     * Reads what {@link #text()} writes.
     *
     * @throws InvalidGs1 if it is not one key and nothing else
     */
    static Gs1Key parse(String text) {
        List<ElementString> elements = new ArrayList<>();
        BracketedText.read(text, field -> elements.add(field.checked()));
        return new Gs1Message(elements)
                .key()
                .filter(key -> key.elements().equals(elements))
                .orElseThrow(() -> new InvalidGs1(
                        InvalidGs1.Rule.CONTENT, 0, "%s is not one GS1 key and nothing else".formatted(text)));
    }

    /** The key that an element string of a message is, told as finely as the message allows; empty if it is none. */
    static Optional<Gs1Key> of(ElementString element, Gs1Message message) {
        String value = element.value();
        return switch (element.ai().code()) {
            case "00" -> Optional.of(new Sscc(value));
            case "01" ->
                Optional.of(message.value("21")
                        .<Gs1Key>map(serial -> new Sgtin(new Gtin(value), serial))
                        .orElseGet(() -> new Gtin(value)));
            case "414" -> Optional.of(new Gln(value, message.value("254").orElse("")));
            case "8003" -> Optional.of(new Grai(value));
            case "8004" -> Optional.of(new Giai(value));
            default -> Optional.empty();
        };
    }
}
