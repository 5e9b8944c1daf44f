/** Tests of the launcher; the {@code *IT} start whole installations through the {@code derwent} script. */
@NullMarked
package io.derwent.launcher;

import org.jspecify.annotations.NullMarked;
