/**
 * What every job needs around it: its configuration ({@link io.derwent.streamjobs.JobsConfig}), the Flink environment it runs
 * in, and the newest complete checkpoint to start from. The jobs themselves have a package each.
 */
@NullMarked
package io.derwent.streamjobs;

import org.jspecify.annotations.NullMarked;
