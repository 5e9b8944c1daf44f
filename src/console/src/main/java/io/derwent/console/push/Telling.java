package io.derwent.console.push;

import io.derwent.model.AlertEvent;
import io.derwent.model.AlertEvent.Audience;
import io.derwent.model.Ids;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import io.derwent.store.Cases;
import io.derwent.store.Contacts;
import io.derwent.store.Contacts.Contact;
import io.derwent.store.Deliveries;
import io.derwent.store.Deliveries.Delivery;
import io.derwent.store.Deliveries.State;
import io.derwent.store.DeliveryQueue;
import io.derwent.store.Prompts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writes down who is to be told of an alert event, in the transaction that folds it: either both are there or neither is. Staff
 * who chose no channel look at their list; a patient, a carer, or an audience in which nobody can be told, gets a record that
 * says so.
 */
public final class Telling {
    /** What staff are told of: that a case is new to them. */
    public static final String NEW_CASE = "new_case";
    /** What staff are told of: that nobody acted, and now it is theirs. */
    public static final String ESCALATED = "escalated";
    /** What somebody asked for to see that it works. */
    public static final String TEST = "test";

    private final Channels channels;
    private final Recipients recipients;
    private final Clock clock;

    public Telling(Channels channels, Recipients recipients, Clock clock) {
        this.channels = channels;
        this.recipients = recipients;
        this.clock = clock;
    }

    /** Whom an event concerns that a case was told of; empty: it changes what a page shows, and nobody is called. */
    static Optional<Audience> audience(AlertEvent event, Cases.Change change) {
        if (event.subject().type() != Subject.Type.PATIENT || change == Cases.Change.SEEN_BEFORE) {
            return Optional.empty();
        }
        Optional<Audience> named = Optional.ofNullable(event.audience());
        return switch (event.kind()) {
            case PROMPTED -> event.late() ? Optional.empty() : named.or(() -> Optional.of(Audience.PATIENT));
            case RAISED, UPDATED, ESCALATED ->
                switch (change) {
                    case OPENED, REOPENED -> named.or(() -> Optional.of(Audience.TEAM));
                    case UPDATED -> named.or(() -> isWorse(event) ? Optional.of(Audience.TEAM) : Optional.empty());
                    case SEEN_BEFORE, RECORDED, RESOLVED -> Optional.empty();
                };
            case CLEARED, WITHDRAWN, WOULD_HAVE, NOTED -> Optional.empty();
        };
    }

    /** Whether a case that nobody has taken yet needs another call: an alert rose, or a red one joined it. */
    private static boolean isWorse(AlertEvent event) {
        return event.kind() == AlertEvent.Kind.ESCALATED
                || (event.kind() == AlertEvent.Kind.RAISED && isUrgent(event.severity()));
    }

    /** Call with what {@link Cases#apply} answered, in the same transaction. */
    public void of(Connection connection, AlertEvent event, Cases.Outcome outcome) throws SQLException {
        Optional<Audience> concerned = audience(event, outcome.change());
        if (concerned.isPresent()) {
            tell(connection, event, concerned.get());
        }
    }

    private void tell(Connection connection, AlertEvent event, Audience audience) throws SQLException {
        boolean toStaff = audience != Audience.PATIENT && audience != Audience.CARER;
        boolean anybody = false;
        for (Person person :
                recipients.of(connection, event.tenant(), event.subject().id(), audience)) {
            Contact contact = contact(connection, event.tenant(), person);
            boolean reachable =
                    !channels.to(connection, contact, event.subject().id()).isEmpty();
            if (reachable || !toStaff) {
                add(connection, event, person, contact, what(event, audience), reachable);
            }
            anybody |= reachable;
        }
        if (toStaff && !anybody) {
            Person nobody = Person.nobodyOf(audience);
            add(connection, event, nobody, Contact.none(event.tenant(), nobody.key()), what(event, audience), false);
        }
    }

    private static String what(AlertEvent event, Audience audience) {
        return switch (audience) {
            case PATIENT, CARER -> Prompts.kind(event);
            case TEAM -> NEW_CASE;
            case LEAD, OUT_OF_HOURS -> ESCALATED;
        };
    }

    static Contact contact(Connection connection, String tenant, Person person) throws SQLException {
        return Contacts.find(connection, tenant, person.key()).orElseGet(() -> Contact.none(tenant, person.key()));
    }

    private void add(
            Connection connection, AlertEvent event, Person person, Contact contact, String what, boolean reachable)
            throws SQLException {
        add(
                connection,
                new Subjected(event.tenant(), event.subject().id(), event.id(), event.alert(), event.severity()),
                person,
                contact,
                what,
                reachable);
    }

    private record Subjected(String tenant, String patient, String event, String alert, Severity severity) {}

    /** Tells somebody something that is no event, so that they see whether it arrives. */
    void test(Connection connection, String tenant, Person person, String id) throws SQLException {
        Contact contact = contact(connection, tenant, person);
        String patient = person.kind() == Person.Kind.PATIENT ? person.id() : "";
        boolean reachable = !channels.to(connection, contact, patient).isEmpty();
        add(
                connection,
                // as urgent as what a quiet time does not hold back: they are waiting for it
                new Subjected(tenant, patient, id, testsOf(person), Severity.RED),
                person,
                contact,
                TEST,
                reachable);
    }

    /** In the place of an alert. */
    static String testsOf(Person person) {
        return TEST + '/' + person.key();
    }

    private void add(
            Connection connection, Subjected about, Person person, Contact contact, String what, boolean reachable)
            throws SQLException {
        Instant now = clock.instant();
        Instant notBefore = notBefore(contact, about.severity(), now);
        Delivery delivery = new Delivery(
                about.tenant(),
                Ids.of("delivery", about.tenant(), about.event(), person.key()),
                person.key(),
                about.patient(),
                about.event(),
                about.alert(),
                what,
                about.severity(),
                contact.locale(),
                null,
                null,
                reachable ? State.WAITING : State.NO_CHANNEL,
                false,
                0,
                List.of(),
                now,
                notBefore,
                null,
                null,
                null,
                null);
        if (Deliveries.add(connection, delivery) && reachable) {
            DeliveryQueue.add(connection, delivery.key(), notBefore);
        }
    }

    /** Red does not wait for the morning. */
    static Instant notBefore(Contact contact, Severity severity, Instant now) {
        return isUrgent(severity)
                ? now
                : QuietHours.of(contact).map(quiet -> quiet.firstLoudAt(now)).orElse(now);
    }

    static boolean isUrgent(Severity severity) {
        return severity.compareTo(Severity.RED) >= 0;
    }
}
