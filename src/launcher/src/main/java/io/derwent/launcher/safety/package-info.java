/**
 * The clinical safety file: hazards as files in {@code docs/safety/hazards}, each held against the code and tests that control it
 * at every build (DCB0129).
 */
@NullMarked
package io.derwent.launcher.safety;

import org.jspecify.annotations.NullMarked;
