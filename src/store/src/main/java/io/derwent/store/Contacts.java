package io.derwent.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code contact}: how people want to be told. */
public final class Contacts {
    private Contacts() {}

    /**
     * What somebody chose.
     *
     * @param person    {@code account/ID}, {@code patient/ID}, or {@code carer/ID} of the patient they care for
     * @param channels  codes of channels, best first
     * @param quietFrom local time in London from which nothing below red is sent; null with {@code quietTo}: never quiet
     * @param locale    language tag of the texts they get
     */
    public record Contact(
            String tenant,
            String person,
            List<String> channels,
            @Nullable String email,
            @Nullable String phone,
            @Nullable LocalTime quietFrom,
            @Nullable LocalTime quietTo,
            String locale) {
        public Contact {
            channels = List.copyOf(channels);
        }

        /** Of somebody who chose nothing. */
        public static Contact none(String tenant, String person) {
            return new Contact(tenant, person, List.of(), null, null, null, null, "en");
        }

        /** Without addresses. */
        @Override
        public String toString() {
            return "%s of %s by %s".formatted(person, tenant, channels);
        }
    }

    public static Optional<Contact> find(Connection connection, String tenant, String person) throws SQLException {
        return Sql.first(
                connection, "select * from contact where tenant = ? and person = ?", Contacts::map, tenant, person);
    }

    /** Puts all of it in the place of what was. */
    public static void put(Connection connection, Contact contact, Instant now) throws SQLException {
        Sql.update(
                connection,
                """
                insert into contact (tenant, person, channels, email, phone, quiet_from, quiet_to, locale, updated_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (tenant, person) do update
                set channels = excluded.channels, email = excluded.email, phone = excluded.phone,
                    quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, locale = excluded.locale,
                    updated_at = excluded.updated_at
                """,
                contact.tenant(),
                contact.person(),
                contact.channels().toArray(String[]::new),
                contact.email(),
                contact.phone(),
                contact.quietFrom(),
                contact.quietTo(),
                contact.locale(),
                now);
    }

    private static Contact map(ResultSet row) throws SQLException {
        return new Contact(
                row.getString("tenant"),
                row.getString("person"),
                Sql.textList(row, "channels"),
                row.getString("email"),
                row.getString("phone"),
                row.getObject("quiet_from", LocalTime.class),
                row.getObject("quiet_to", LocalTime.class),
                row.getString("locale"));
    }
}
