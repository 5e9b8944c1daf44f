/**
 * Small tools around barcodes and tags, for people and for scripts: {@code derwent gs1 parse}, {@code derwent epc decode} and
 * {@code derwent scan}. What the data means is decided in {@link io.derwent.gs1}; here it comes in and goes out.
 */
@NullMarked
package io.derwent.launcher.gs1;

import org.jspecify.annotations.NullMarked;
