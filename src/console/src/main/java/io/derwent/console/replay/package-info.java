/**
 * What is stored of a patient, run through the rules again: why there was an alert, or none ({@code WhyDesk}).
 */
@NullMarked
package io.derwent.console.replay;

import org.jspecify.annotations.NullMarked;
