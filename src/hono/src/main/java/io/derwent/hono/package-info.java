/**
 * A northbound application: what a tenant's own software on Eclipse Hono's client library gets to see of our gateway.
 *
 * <p>{@link io.derwent.hono.Northbound} is Hono's application client on one Kafka, {@link io.derwent.hono.Received} what one
 * of its messages says, {@link io.derwent.hono.Lines} a line of text or JSON for it. {@link io.derwent.hono.TailCommand}
 * puts them together. The package runs in a JVM of its own, because Hono's library needs an older Vert.x; nothing else of
 * ours sees it.
 */
@NullMarked
package io.derwent.hono;

import org.jspecify.annotations.NullMarked;
