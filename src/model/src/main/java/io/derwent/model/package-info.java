/**
 * The words everybody in the house uses: tenants, devices and patients by their ids, what a device measured
 * ({@link io.derwent.model.Kind}, {@link io.derwent.model.Measurement}), one reading and its three clocks
 * ({@link io.derwent.model.Reading}), the care plan with its rules, and what becomes of a breach
 * ({@link io.derwent.model.AlertEvent}, {@link io.derwent.model.AlertAction}).
 *
 * <p>Of equipment: the thing ({@link io.derwent.model.Asset}), the place ({@link io.derwent.model.Place}), the reader whose
 * antennas watch places ({@link io.derwent.model.ReaderPlaces}), one read of a tag ({@link io.derwent.model.Ping}), and what
 * follows from many: {@link io.derwent.model.AssetMove}, {@link io.derwent.model.LastSeen} and, at a time,
 * {@link io.derwent.model.Whereabouts}.
 *
 * <p>JDK only. The plausible ranges live here, so that gateway, jobs and edge refuse the same values. Records that
 * travel through streams are flat (strings, primitives, enums, {@code Instant}, {@code BigDecimal}, lists, maps), and a
 * component that may be absent is {@code @Nullable} there, because stream state cannot hold an {@code Optional}.
 */
@NullMarked
package io.derwent.model;

import org.jspecify.annotations.NullMarked;
