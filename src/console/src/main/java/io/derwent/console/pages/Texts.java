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
    private static final ResourceBundle BUNDLE =
            ResourceBundle.getBundle("io.derwent.console.messages", Locale.ENGLISH);

    /** The text of a key, its {@code {0}} and so on filled in. */
    public String of(String key, Object... arguments) {
        String pattern = BUNDLE.getString(key);
        return arguments.length == 0 ? pattern : new MessageFormat(pattern, Locale.UK).format(arguments);
    }

    /** The text of {@code prefix.code}; the code itself where there is none, so that a new code is shown, not hidden. */
    public String coded(String prefix, String code) {
        try {
            return BUNDLE.getString(prefix + '.' + code);
        } catch (MissingResourceException e) {
            return code;
        }
    }
}
