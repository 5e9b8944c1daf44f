/**
 * Everything SQL about people: migrations for every table, and one class per table with its SQL beside the method that runs
 * it. {@link io.derwent.store.Database} is the pool and the only place where a transaction begins and ends: a caller opens
 * one for a tenant and calls the static methods of the table classes with its connection. What a transaction may see is
 * decided by row security in the database ({@code V1__roles_and_tenancy.sql}), so a forgotten condition shows nothing
 * instead of another organisation's patients.
 *
 * <p>Writes are idempotent by id, so that a replayed message or a retried transaction changes nothing.
 */
@NullMarked
package io.derwent.store;

import org.jspecify.annotations.NullMarked;
