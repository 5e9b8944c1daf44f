/**
 * Tells whoever looks that something changed: PostgreSQL says so on a channel, a {@link io.derwent.console.live.LiveStream} has
 * its {@link io.derwent.console.live.News} read what changed once, and writes it to every open stream that may see it, at once.
 */
@NullMarked
package io.derwent.console.live;

import org.jspecify.annotations.NullMarked;
