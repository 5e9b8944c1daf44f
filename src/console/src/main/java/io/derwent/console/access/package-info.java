/**
 * Who is calling and what they may see. {@link io.derwent.console.access.Logins} makes sessions of passwords and callers of
 * cookies and tokens; {@link io.derwent.console.access.Access} is the one place that decides whether a caller may see a
 * patient, and writes down that they did. What is not allowed is a {@link io.derwent.console.access.Refusal}.
 */
@NullMarked
package io.derwent.console.access;

import org.jspecify.annotations.NullMarked;
