/**
 * The threads between Kafka and the tables. {@link io.derwent.console.feeds.TopicFeed} reads a topic and commits its offsets
 * only after what it read is in the database, so a crash repeats and never skips; the tables ignore what they have.
 * {@link io.derwent.console.feeds.OutboxRelay} goes the other way: what a transaction left in the outbox is published, in
 * order, and marked. Each is a {@link io.derwent.console.feeds.Worker}: one thread, tries again by itself, says how it is.
 */
@NullMarked
package io.derwent.console.feeds;

import org.jspecify.annotations.NullMarked;
