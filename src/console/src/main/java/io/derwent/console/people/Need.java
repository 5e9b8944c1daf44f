package io.derwent.console.people;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a person has to be told things (Accessible Information Standard, DAPB1605). The texts people read are in the message file. */
public enum Need {
    LARGE_PRINT,
    EASY_READ,
    BRAILLE,
    SIGN_LANGUAGE,
    HEARING_LOSS,
    INTERPRETER,
    /** No application: somebody rings. */
    PHONE_CALL,
    /** No application: a text message. */
    TEXT_MESSAGE,
    /** No application: a letter. */
    LETTER,
    /** Through whoever cares for them. */
    THROUGH_CARER;

    /** The name in tables and APIs: {@code large_print}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Need> ofCode(String code) {
        return Arrays.stream(values()).filter(need -> need.code().equals(code)).findFirst();
    }

    /** The codes of all, as a message names what is expected. */
    public static String codes() {
        return Arrays.stream(values()).map(Need::code).collect(Collectors.joining(", "));
    }
}
