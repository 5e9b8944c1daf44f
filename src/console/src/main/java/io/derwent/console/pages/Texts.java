package io.derwent.console.pages;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/**
 * Every text people read, from {@code messages_en.properties}. Keys are written out where they are used, or made of a prefix
 * and a code ({@link #coded}); a test compares them with the file.
 */
public final class Texts {
    private static final String NAME = "io.derwent.console.messages";
    private static final ResourceBundle.Control NO_OTHER_LANGUAGE =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle bundle;

    /** In English. */
    public Texts() {
        this(ResourceBundle.getBundle(NAME, Locale.ENGLISH));
    }

    private Texts(ResourceBundle bundle) {
        this.bundle = bundle;
    }

    /** In a language, or in English where there is no file of it. */
    public static Texts in(Locale locale) {
        try {
            return new Texts(ResourceBundle.getBundle(NAME, locale, NO_OTHER_LANGUAGE));
        } catch (MissingResourceException e) {
            return new Texts();
        }
    }

    /** The text of a key, its {@code {0}} and so on filled in. */
    public String of(String key, Object... arguments) {
        String pattern = bundle.getString(key);
        return arguments.length == 0 ? pattern : new MessageFormat(pattern, Locale.UK).format(arguments);
    }

    /** The text of {@code prefix.code}; the code itself where there is none, so that a new code is shown, not hidden. */
    public String coded(String prefix, String code) {
        try {
            return bundle.getString(prefix + '.' + code);
        } catch (MissingResourceException e) {
            return code;
        }
    }
}
