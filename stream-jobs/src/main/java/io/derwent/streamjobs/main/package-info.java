/** The process that runs every job: {@link io.derwent.streamjobs.main.JobsMain}. */
@NullMarked
package io.derwent.streamjobs.main;

import org.jspecify.annotations.NullMarked;
