package io.derwent.console.push;

import io.derwent.store.Contacts.Contact;

/**
 * What a carrier carries. Its words name nobody and nothing clinical.
 *
 * @param reference the same each time it is sent, so that who gets it twice can see that
 * @param patient   whom it is about, for a channel that stands in a patient's home; never sent
 * @param urgent    red or more
 */
public record Message(
        String tenant, String reference, String patient, Contact to, String title, String body, boolean urgent) {
    /** Without the words and addresses. */
    @Override
    public String toString() {
        return "message %s of %s".formatted(reference, tenant);
    }
}
