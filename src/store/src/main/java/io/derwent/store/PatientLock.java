package io.derwent.store;

import java.sql.Connection;
import java.sql.SQLException;

/** One writer at a time per patient, until the transaction ends. Two patients may share a lock by hash: slower, not wrong. */
final class PatientLock {
    private PatientLock() {}

    static void take(Connection connection, String tenant, String patient) throws SQLException {
        Sql.query(
                connection,
                "select pg_advisory_xact_lock(hashtextextended(? || '/' || ?, 0))",
                row -> true,
                tenant,
                patient);
    }
}
