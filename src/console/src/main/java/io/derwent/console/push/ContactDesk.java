package io.derwent.console.push;

import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.model.Ids;
import io.derwent.store.Contacts;
import io.derwent.store.Contacts.Contact;
import io.derwent.store.Database;
import io.derwent.store.Deliveries;
import io.derwent.store.Deliveries.Delivery;
import io.derwent.store.PushSubscriptions;
import io.derwent.store.PushSubscriptions.Subscription;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where people say how they want to be told. Blocks on the database. */
public final class ContactDesk {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s<>,;\"]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9]{10,15}");
    private static final Pattern SPACING = Pattern.compile("[\\s()-]+");
    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_ENDPOINT = 2048;
    private static final int AUTH_BYTES = 16;

    private final Database database;
    private final Channels channels;
    private final Telling telling;
    private final Optional<WebPushCarrier> webPush;
    private final Clock clock;

    public ContactDesk(
            Database database, Channels channels, Telling telling, Optional<WebPushCarrier> webPush, Clock clock) {
        this.database = database;
        this.channels = channels;
        this.telling = telling;
        this.webPush = webPush;
        this.clock = clock;
    }

    /** What somebody typed; empty: none. Channels best first. */
    public record Wish(List<String> channels, String email, String phone, String quietFrom, String quietTo) {
        public Wish {
            channels = List.copyOf(channels);
        }
    }

    /**
     * What stands about somebody.
     *
     * @param browsers how many browsers are subscribed
     * @param tested   the newest test message; empty if there was none
     */
    public record Standing(Contact contact, int browsers, Optional<Delivery> tested) {}

    public Set<Channel> offered() {
        return channels.offered();
    }

    /** What a browser needs to subscribe; empty where notifications are not offered. */
    public String publicKey() {
        return webPush.map(WebPushCarrier::publicKey).orElse("");
    }

    public Standing standing(String tenant, Person person) {
        return database.inTenant(tenant, connection -> standing(connection, tenant, person));
    }

    public Standing standing(Connection connection, String tenant, Person person) throws SQLException {
        return new Standing(
                Telling.contact(connection, tenant, person),
                PushSubscriptions.active(connection, tenant, person.key()).size(),
                Deliveries.ofAlerts(connection, tenant, List.of(Telling.testsOf(person)), 1).stream()
                        .findFirst());
    }

    /**
     * Checks and keeps it.
     *
     * @throws Refusal INVALID naming the field
     */
    public void put(Connection connection, String tenant, Person person, Wish wish) throws SQLException {
        Contact before = Telling.contact(connection, tenant, person);
        Contacts.put(connection, checked(before, wish), clock.instant());
    }

    public void put(String tenant, Person person, Wish wish) {
        database.inTenant(tenant, connection -> {
            put(connection, tenant, person, wish);
            return person;
        });
    }

    static Contact checked(Contact before, Wish wish) {
        List<String> chosen = new ArrayList<>();
        for (String code : wish.channels()) {
            if (Channel.ofCode(code).isEmpty()) {
                throw Refusal.invalid("channels", "there is no channel \"%s\"".formatted(code));
            }
            if (!chosen.contains(code)) {
                chosen.add(code);
            }
        }
        String email = wish.email().isBlank() ? null : email(wish.email().strip());
        String phone = wish.phone().isBlank() ? null : phone(wish.phone());
        if (email == null && chosen.contains(Channel.EMAIL.code())) {
            throw Refusal.invalid("email", "enter an email address, or do not choose email");
        }
        if (phone == null && chosen.contains(Channel.SMS.code())) {
            throw Refusal.invalid("phone", "enter a mobile number, or do not choose text messages");
        }
        LocalTime from = time("quietFrom", wish.quietFrom());
        LocalTime to = time("quietTo", wish.quietTo());
        if ((from == null) != (to == null)) {
            throw Refusal.invalid(
                    from == null ? "quietFrom" : "quietTo", "enter both times of the quiet time, or none");
        }
        return new Contact(before.tenant(), before.person(), chosen, email, phone, from, to, before.locale());
    }

    private static String email(String text) {
        if (text.length() > LONGEST_EMAIL || !EMAIL.matcher(text).matches()) {
            throw Refusal.invalid("email", "enter an email address like name@example.com");
        }
        return text;
    }

    private static String phone(String text) {
        String digits = SPACING.matcher(text.strip()).replaceAll("");
        if (!PHONE.matcher(digits).matches()) {
            throw Refusal.invalid("phone", "enter a mobile number like 07700 900 982");
        }
        return digits;
    }

    private static @Nullable LocalTime time(String field, String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return LocalTime.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw Refusal.invalid(field, "enter a time like 22:00");
        }
    }

    /**
     * A browser said yes: notifications become the person's first channel.
     *
     * @throws Refusal INVALID if the browser's push service is none we may send to, or its keys are none
     */
    public void subscribe(Caller caller, String endpoint, String p256dh, String auth) {
        Person person = Person.of(caller);
        Subscription subscription = new Subscription(
                caller.tenant(),
                Ids.of("browser", endpoint),
                person.key(),
                endpoint(endpoint),
                bytes("p256dh", p256dh),
                bytes("auth", auth));
        try {
            P256.publicKey(subscription.p256dh());
        } catch (GeneralSecurityException e) {
            throw Refusal.invalid("p256dh", String.valueOf(e.getMessage()));
        }
        if (subscription.auth().length != AUTH_BYTES) {
            throw Refusal.invalid("auth", "auth is 16 bytes in base64url");
        }
        database.inTenant(caller.tenant(), connection -> {
            PushSubscriptions.put(connection, subscription, clock.instant());
            Contact before = Telling.contact(connection, caller.tenant(), person);
            List<String> all = new ArrayList<>(before.channels());
            if (!all.contains(Channel.WEB_PUSH.code())) {
                all.add(0, Channel.WEB_PUSH.code());
            }
            Contact after = new Contact(
                    before.tenant(),
                    before.person(),
                    all,
                    before.email(),
                    before.phone(),
                    before.quietFrom(),
                    before.quietTo(),
                    before.locale());
            Contacts.put(connection, after, clock.instant());
            return person;
        });
    }

    /** A browser said no; nothing happens if it is not the caller's. */
    public void unsubscribe(Caller caller, String endpoint) {
        String id = Ids.of("browser", endpoint);
        database.inTenant(caller.tenant(), connection -> {
            boolean theirs = PushSubscriptions.active(
                            connection, caller.tenant(), Person.of(caller).key())
                    .stream()
                    .anyMatch(one -> one.id().equals(id));
            if (theirs) {
                PushSubscriptions.end(connection, caller.tenant(), id, clock.instant(), "the person said no");
            }
            return id;
        });
    }

    /** Sends the caller something, by their first channel. */
    public void test(Caller caller) {
        String id = Ids.of("test", UUID.randomUUID().toString());
        database.inTenant(caller.tenant(), connection -> {
            telling.test(connection, caller.tenant(), Person.of(caller), id);
            return id;
        });
    }

    private String endpoint(String text) {
        try {
            URI uri = URI.create(text);
            if (text.length() <= LONGEST_ENDPOINT
                    && webPush.isPresent()
                    && webPush.get().accepts(uri)) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw Refusal.invalid("endpoint", "the browser's push service is none that may be sent to from here");
    }

    private static byte[] bytes(String field, String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid(field, field + " is not base64url");
        }
    }
}
