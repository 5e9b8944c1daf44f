/**
 * Figures with something to compare them to: each bench prints ours, the peer or limit measured in the same run on the same
 * machine, and the ratio. Absolute numbers belong to the machine they were taken on; the ratio is what to watch.
 */
@NullMarked
package io.derwent.launcher.bench;

import org.jspecify.annotations.NullMarked;
