/**
 * Where equipment is. The assets job stores where a thing was seen last and when its reader was heard of; what that is worth is
 * worked out here, at the time somebody asks, so that nothing stored looks current when it is not.
 */
@NullMarked
package io.derwent.console.equipment;

import org.jspecify.annotations.NullMarked;
