/**
 * Conversations with scripts: one line of JSON in, one line of JSON out, flushed, whatever the line held
 * ({@link io.derwent.launcher.lines.JsonLines}).
 */
@NullMarked
package io.derwent.launcher.lines;

import org.jspecify.annotations.NullMarked;
