/**
 * Small tools around barcodes and tags, for people and for scripts: {@code derwent gs1 parse}, {@code derwent epc decode} and
 * {@code derwent scan}. What the data means is decided in {@link io.derwent.gs1}; here it comes in and goes out.
 *
 * <p>Scripts converse line by line ({@link io.derwent.launcher.gs1.JsonLines}): one line of JSON in, one line of JSON out,
 * flushed, whatever the line held.
 */
@NullMarked
package io.derwent.launcher.gs1;

import org.jspecify.annotations.NullMarked;
