package io.derwent.console.push;

import java.util.Locale;

/** The words of messages, from the file of texts. */
@FunctionalInterface
public interface Wording {
    /** {@code key} is {@code title} or {@code body}, for whom: {@code patient.body}. */
    String of(String key, Locale locale);
}
