package io.derwent.gs1;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one barcode or link says: element strings in the order in which they were read. Empty if it is plain text that
 * carries no GS1 data.
 *
 * @param elements one that was read twice stands here once
 */
public record Gs1Message(List<ElementString> elements) {
    public Gs1Message {
        elements = List.copyOf(new LinkedHashSet<>(elements));
    }

    /** Value of the first element string with this AI. */
    public Optional<String> value(String ai) {
        return elements.stream()
                .filter(element -> element.ai().code().equals(ai))
                .map(ElementString::value)
                .findFirst();
    }

    /** What the message is about: its first key, told as finely as the message allows (GTIN with serial, GLN with extension). */
    public Optional<Gs1Key> key() {
        return keys().stream().findFirst();
    }

    /** All its keys: the label of a device may carry its product's GTIN and its owner's GIAI. */
    public List<Gs1Key> keys() {
        return elements.stream()
                .flatMap(element -> Gs1Key.of(element, this).stream())
                .toList();
    }

    /** In brackets, as people type it and as {@link Gs1Reader#text} reads it. */
    public String bracketed() {
        return elements.stream().map(ElementString::bracketed).collect(Collectors.joining());
    }

    /** As it is printed for people below a barcode. */
    public String hri() {
        return elements.stream().map(ElementString::hri).collect(Collectors.joining(" "));
    }

    /**
     * As a symbol encodes it, without the leading FNC1: first the values whose length follows from the AI, then the others,
     * with a separator (ASCII 29) behind each but the last. GS1-128 holds at most 48 characters of it.
     */
    public String scanData() {
        List<ElementString> ordered = Stream.concat(
                        elements.stream().filter(element -> !element.ai().isSeparated()),
                        elements.stream().filter(element -> element.ai().isSeparated()))
                .toList();
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < ordered.size(); i++) {
            ElementString element = ordered.get(i);
            data.append(element.ai().code()).append(element.value());
            if (element.ai().isSeparated() && i < ordered.size() - 1) {
                data.append(ScanData.SEPARATOR);
            }
        }
        return data.toString();
    }

    /** As canonical GS1 Digital Link URI; empty if there is no key in it, or an AI that may stand in no link. */
    public Optional<String> digitalLink() {
        return DigitalLink.write(elements);
    }
}
