/**
 * The console: what people and programs see of Derwent. {@link io.derwent.console.ConsoleMain} reads the environment,
 * {@link io.derwent.console.Console} wires the parts and starts them.
 *
 * <p>A request comes in through {@code http}, which knows who is calling and hands a {@code Request} to an action on a worker
 * thread; the action decides through {@code access} what the caller may see, asks the store, and returns a {@code Reply}.
 * {@code api} holds the actions that answer with JSON, {@code pages} those that answer with HTML. {@code feeds} are the
 * threads between Kafka and the tables: alerts become cases, dead letters are kept, the outbox is published. {@code live}
 * tells open pages and streams that a case changed.
 */
@NullMarked
package io.derwent.console;

import org.jspecify.annotations.NullMarked;
