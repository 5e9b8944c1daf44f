/**
 * Who looks after whom, and how people are to be told things: teams, and what is on record of a person's communication needs.
 */
@NullMarked
package io.derwent.console.people;

import org.jspecify.annotations.NullMarked;
