/**
 * The equipment of the town and the houses it moves about in: {@link io.derwent.devicesim.estate.FloorPlan} says which
 * antenna covers what, {@link io.derwent.devicesim.estate.AssetRegister} what there is, where it stands and where it is
 * taken, {@link io.derwent.devicesim.estate.EstateScript} what the readers send of it and what must come of that; {@link
 * io.derwent.devicesim.estate.Estate} makes it all through the APIs.
 */
@NullMarked
package io.derwent.devicesim.estate;

import org.jspecify.annotations.NullMarked;
