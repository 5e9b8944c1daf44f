package io.derwent.model;

import java.util.Locale;

/** Whom or what an alert is about. */
public record Subject(Type type, String id) {
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
}
