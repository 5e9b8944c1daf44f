/**
 * Scores and trends on the command line, for people and for scripts: {@code derwent news2}, {@code derwent trend} and
 * {@code derwent nhs-number}; {@code derwent score} for a whole stream of readings under a plan. What the numbers mean is
 * decided in {@link io.derwent.clinical} and {@link io.derwent.model}; here they come in and go out. Lines are read strictly
 * ({@link io.derwent.launcher.scoring.Members}): a misspelt name must not pass for a measurement that is missing.
 */
@NullMarked
package io.derwent.launcher.scoring;

import org.jspecify.annotations.NullMarked;
