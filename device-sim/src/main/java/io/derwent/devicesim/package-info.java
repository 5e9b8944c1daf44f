/**
 * The simulator's command line, one class a word: {@link io.derwent.devicesim.SimMain} lists them. What they do is in the
 * packages below: {@code town} (pretend people), {@code scenario} (who sends what, and what goes wrong), {@code link}
 * (MQTT), {@code ledger} and {@code verify} (the proof that nothing was lost), {@code replay} (recorded data),
 * {@code load} (many connections); {@code cohort} (a labelled cohort) is for programs.
 */
@NullMarked
package io.derwent.devicesim;

import org.jspecify.annotations.NullMarked;
