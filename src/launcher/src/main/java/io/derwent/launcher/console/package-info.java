/** Which console a word of the command line asks, and by what right. */
@NullMarked
package io.derwent.launcher.console;

import org.jspecify.annotations.NullMarked;
