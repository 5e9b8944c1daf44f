/**
 * One command for the whole house. {@link io.derwent.launcher.Derwent} is the command line; {@code up} and {@code demo}
 * start a {@link io.derwent.launcher.Stack}: an embedded PostgreSQL and Kafka unless real ones are named, then gateway, jobs
 * and console as {@link io.derwent.launcher.ChildProcess}es, each behind the small main
 * {@link io.derwent.launcher.Child}, which ends it when the pipe from the launcher closes.
 *
 * <p>Everything an installation owns lies in one {@link io.derwent.launcher.DataDirectory}. What cannot start says why in
 * one sentence, with a way out ({@link io.derwent.launcher.CannotStart}).
 */
@NullMarked
package io.derwent.launcher;

import org.jspecify.annotations.NullMarked;
