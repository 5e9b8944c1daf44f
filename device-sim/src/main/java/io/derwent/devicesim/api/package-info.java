/** The two HTTP APIs everything is created through: Hono's registry on the gateway, and the console's. */
@NullMarked
package io.derwent.devicesim.api;

import org.jspecify.annotations.NullMarked;
