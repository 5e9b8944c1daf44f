/**
 * What hubs need to know to score by themselves while they have no line, sent to them as commands (docs/adr/0032).
 */
@NullMarked
package io.derwent.console.hubs;

import org.jspecify.annotations.NullMarked;
