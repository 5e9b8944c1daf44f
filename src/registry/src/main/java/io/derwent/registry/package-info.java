/**
 * Who may send what: tenants, devices and credentials in Eclipse Hono's words, and the tokens people's programs call our
 * APIs with.
 *
 * <p>{@link io.derwent.registry.Tenants}, {@link io.derwent.registry.Devices}, {@link io.derwent.registry.Credentials} and
 * {@link io.derwent.registry.ApiTokens} each own one table; the JSON documents are checked by
 * {@link io.derwent.registry.TenantDocument}, {@link io.derwent.registry.DeviceDocument} and
 * {@link io.derwent.registry.CredentialsDocument} before they are stored. The gateway asks the
 * {@link io.derwent.registry.DeviceDirectory}, which remembers, and forgets when {@link io.derwent.registry.RegistryChanges}
 * says so. Everything here blocks on JDBC unless it says otherwise: callers bring the thread.
 */
@NullMarked
package io.derwent.registry;

import org.jspecify.annotations.NullMarked;
