/**
 * A queue that outlives the process: appended to at one end, removed from anywhere, in files of our own format.
 *
 * <p>Read {@link io.derwent.edge.queue.DurableQueue} first: what it promises, and where the format is drawn. One of its files
 * is a {@link io.derwent.edge.queue.Segment}. It knows nothing of MQTT; a record is bytes.
 */
@NullMarked
package io.derwent.edge.queue;

import org.jspecify.annotations.NullMarked;
