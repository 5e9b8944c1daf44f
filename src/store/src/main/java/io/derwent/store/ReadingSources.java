package io.derwent.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Table {@code reading_source}: the bytes each reading came as, so that a better decoder can read them again. */
public final class ReadingSources {
    private ReadingSources() {}

    /**
     * The message a reading was decoded from.
     *
     * @param reading id of the reading
     * @param topic   Kafka topic it stood on
     * @param payload the bytes the device sent
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes as they came; sources are compared by reading, never by equals
    public record Source(
            String tenant, String reading, String topic, String contentType, Instant receivedAt, byte[] payload) {}

    /**
     * Writes a batch; a reading whose bytes are there already keeps them.
     *
     * @return rows inserted
     */
    public static int write(Connection connection, Collection<Source> sources) throws SQLException {
        List<Source> batch = Batch.highestRevisions(
                sources, source -> new Batch.Key(source.tenant(), source.receivedAt(), source.reading()), source -> 0);
        if (batch.isEmpty()) {
            return 0;
        }
        return Sql.update(
                connection,
                """
                insert into reading_source (tenant, reading, topic, content_type, received_at, payload)
                select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::bytea[])
                on conflict do nothing
                """,
                Sql.texts(batch, Source::tenant),
                Sql.texts(batch, Source::reading),
                Sql.texts(batch, Source::topic),
                Sql.texts(batch, Source::contentType),
                Sql.texts(batch, Source::receivedAt),
                batch.stream().map(Source::payload).toArray(byte[][]::new));
    }

    /**
     * The bytes a reading came as; empty if retention dropped them or the transaction's tenant may not see them.
     *
     * @param receivedAt of the reading
     */
    public static Optional<Source> find(Connection connection, String tenant, Instant receivedAt, String reading)
            throws SQLException {
        return Sql.first(
                connection,
                "select * from reading_source where tenant = ? and received_at = ? and reading = ?",
                row -> new Source(
                        row.getString("tenant"),
                        row.getString("reading"),
                        row.getString("topic"),
                        row.getString("content_type"),
                        Sql.instant(row, "received_at"),
                        row.getBytes("payload")),
                tenant,
                receivedAt,
                reading);
    }
}
