/**
 * The simulated town: forty people on eight pathways in two organisations, their devices, a month of history that arrives
 * late, and then a day that never ends, with named stories planted in it. {@link io.derwent.devicesim.town.TownPlan} says
 * who lives there, {@link io.derwent.devicesim.town.Days} what they measure, {@link io.derwent.devicesim.town.Stories} and
 * {@link io.derwent.devicesim.town.Weeks} what befalls them and what must come of it; their equipment is {@code estate}'s; {@link io.derwent.devicesim.town.Town} makes it all through the APIs and plays it.
 */
@NullMarked
package io.derwent.devicesim.town;

import org.jspecify.annotations.NullMarked;
