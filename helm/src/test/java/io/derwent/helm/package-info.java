/** Holds the chart in {@code helm/derwent} against Kubernetes' own models, and against the processes it starts. */
@NullMarked
package io.derwent.helm;

import org.jspecify.annotations.NullMarked;
