/**
 * Tells whoever looks that a case changed: PostgreSQL says so on a channel, {@link io.derwent.console.live.LiveCases} reads
 * the case once and writes it to every open stream that may see it, at once.
 */
@NullMarked
package io.derwent.console.live;

import org.jspecify.annotations.NullMarked;
