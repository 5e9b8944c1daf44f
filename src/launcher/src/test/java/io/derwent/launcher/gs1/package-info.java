/** The small tools, as scripts and people use them. */
@NullMarked
package io.derwent.launcher.gs1;

import org.jspecify.annotations.NullMarked;
