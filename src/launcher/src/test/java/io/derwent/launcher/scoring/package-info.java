/** Scores and trends on the command line, as scripts and people use them. */
@NullMarked
package io.derwent.launcher.scoring;

import org.jspecify.annotations.NullMarked;
