/**
 * HTTP, and nothing of what the console is about: a {@link io.derwent.console.http.Request} comes in, an
 * {@link io.derwent.console.http.Action} on a worker thread answers with a {@link io.derwent.console.http.Reply}.
 * {@link io.derwent.console.http.Gate} finds out who is calling and refuses what must not get further (role, forged forms),
 * {@link io.derwent.console.http.Errors} is the one place where a refusal becomes a status,
 * {@link io.derwent.console.http.WebRouter} puts it together.
 */
@NullMarked
package io.derwent.console.http;

import org.jspecify.annotations.NullMarked;
