/**
 * Our own outages. Parts of the alerting path give signs of life on the way their work goes ({@link io.derwent.wire.Beat}); Kafka
 * and the database are asked. {@link io.derwent.console.outage.AlertingPath} says what has been silent since when, and pages say it in one banner.
 */
@NullMarked
package io.derwent.console.outage;

import org.jspecify.annotations.NullMarked;
