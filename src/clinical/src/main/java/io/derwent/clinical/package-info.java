/**
 * What the house knows about medicine, as pure functions: the NEWS2 table ({@link io.derwent.clinical.News2}), what a
 * patient's own limits make of a pathway's rules ({@link io.derwent.clinical.PlanRules}) and the life of alerts ({@link io.derwent.clinical.PatientWatch}),
 * which takes one patient's state and one reading, and answers with the new state and what follows from the reading.
 *
 * <p>JDK and model only: no clock, no input, no output, so that the vitals job and the edge score alike and every decision
 * can be replayed. Every threshold is a proposal for the clinical owner of the deploying organisation; each carries its
 * source.
 *
 * <p>The state records are a persistent format (see {@link io.derwent.clinical.PatientState}): components are added at the
 * end and never renamed, and their constructors check nothing, because a restored state may lack what came later.
 */
@NullMarked
package io.derwent.clinical;

import org.jspecify.annotations.NullMarked;
