/**
 * One device's connection, reduced to what a scenario needs: publish, hear the PUBACK with its reason, be cut off. Eclipse
 * Paho stands behind it ({@link io.derwent.devicesim.link.PahoLinks}); in tests something in memory does.
 */
@NullMarked
package io.derwent.devicesim.link;

import org.jspecify.annotations.NullMarked;
