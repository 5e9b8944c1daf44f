/**
 * What every job needs around it: its configuration ({@link io.derwent.streamjobs.JobsConfig}), the Flink environment it runs
 * in, the newest complete checkpoint to start from, its ends at Kafka, event time, and state that stays at hand. The jobs
 * themselves have a package each.
 */
@NullMarked
package io.derwent.streamjobs;

import org.jspecify.annotations.NullMarked;
