/**
 * From reads of tags to places, as pure functions: one thing's state and one read ({@link io.derwent.presence.Sighting}) or
 * the time gone by go into {@link io.derwent.presence.PresenceWatch}, and out come the state then and a move, if one follows;
 * {@link io.derwent.presence.ReaderWatch} does the same for a reader's silence; {@link io.derwent.presence.Confidence} says
 * what the last sighting is worth when somebody asks.
 *
 * <p>Of a tag a third of the reads is never made, some are made through a wall, and readers fail. So no read decides alone
 * against a place that still hears the tag, only a reader that was heard of can tell that something is gone, and the answer
 * is always place, age and confidence.
 *
 * <p>JDK and model only: no clock, no input, no output, so that the assets job and the edge decide alike and every decision
 * can be replayed. The state records are a persistent format (see {@link io.derwent.presence.PresenceState}): components are
 * added at the end and never renamed, and their constructors check nothing, because a restored state may lack what came later.
 */
@NullMarked
package io.derwent.presence;

import org.jspecify.annotations.NullMarked;
