package io.derwent.model;

import java.util.Locale;
import java.util.Objects;

/** Whom or what an alert is about. */
public record Subject(Type type, String id) {
    public Subject {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(id, "id");
    }

    public enum Type {
        PATIENT,
        ASSET,
        DEVICE,
        READER,
        PLATFORM;

        /** The name on our topics, in tables and APIs. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Subject patient(String id) {
        return new Subject(Type.PATIENT, id);
    }

    public static Subject device(String id) {
        return new Subject(Type.DEVICE, id);
    }

    public static Subject asset(String id) {
        return new Subject(Type.ASSET, id);
    }

    public static Subject reader(String id) {
        return new Subject(Type.READER, id);
    }
}
