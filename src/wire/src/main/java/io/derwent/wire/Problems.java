package io.derwent.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What is wrong with a document, gathered while it is read on, so that its author sees everything at once. */
final class Problems {
    private final List<InvalidDocument> errors = new ArrayList<>();
    private final List<InvalidDocument> warnings = new ArrayList<>();

    List<InvalidDocument> errors() {
        return List.copyOf(errors);
    }

    List<InvalidDocument> warnings() {
        return List.copyOf(warnings);
    }

    void add(InvalidDocument error) {
        errors.add(error);
    }

    void warn(InvalidDocument warning) {
        warnings.add(warning);
    }

    /** What is read; if that is wrong, the error is kept and this stands in its place. */
    <T> T or(T instead, Supplier<T> read) {
        try {
            return read.get();
        } catch (InvalidDocument e) {
            add(e);
            return instead;
        }
    }

    /** What is read, if nothing was wrong with it. */
    <T> Optional<T> ifNone(Supplier<T> read) {
        int before = errors.size();
        try {
            T value = read.get();
            return errors.size() > before ? Optional.empty() : Optional.of(value);
        } catch (InvalidDocument e) {
            add(e);
            return Optional.empty();
        }
    }
}
