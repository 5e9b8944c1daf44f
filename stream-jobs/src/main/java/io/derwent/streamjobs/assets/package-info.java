/**
 * The assets job: from the pings of readers to moves, whereabouts and alerts about silent readers.
 *
 * <pre>
 *   hono.telemetry|event.T ─ DecodePings ─ by reader ─ PlaceReads ─ by tag ─ IdentifyTags ─ by asset ─ WatchPresence ─ rows
 *                                 │            ▲  │  │                ▲   └ IdentifyGuests ┘        ▲
 *               derwent.dead-letters   derwent.readers │              │            ▲               │
 *                                                 │  │   AssetTags ───┴────────────┤               │
 *                                    derwent.alerts  │       ▲              derwent.places         │
 *                                                    │ derwent.assets                              │
 *                                                    └─────────── ReaderStatus, to all ────────────┘
 * </pre>
 *
 * <p>{@link io.derwent.streamjobs.assets.AssetsJob} defines it as a function from streams to streams. The functions keep state
 * and timers and call {@code presence}; what is decided, and why, is there. Event time is receivedAt; when a tag was read is
 * data, and no watermark ever drops a read.
 */
@NullMarked
package io.derwent.streamjobs.assets;

import org.jspecify.annotations.NullMarked;
