/**
 * The gateway's management port: {@link io.derwent.gateway.management.Health}, Prometheus metrics, and Eclipse Hono's
 * registry API ({@link io.derwent.gateway.management.RegistryApi}). Handlers run on event loops and hand whatever touches the
 * database to a worker pool.
 */
@NullMarked
package io.derwent.gateway.management;

import org.jspecify.annotations.NullMarked;
