/**
 * A labelled cohort: pretend patients over weeks, with what was the matter and what was not. {@link
 * io.derwent.devicesim.cohort.Cohort} is the way in; a pathway is one small class ({@code Hypertension}, …) that says what is
 * usual for its people, what they measure and how they get worse; {@code Body} makes numbers of it, {@code Household} makes
 * readings of those, with everything that goes wrong at home.
 *
 * <p>It is a simulation. It shows which of two ways of watching is calmer or sees more on the same people; it is no evidence
 * of what either would do for real patients.
 */
@NullMarked
package io.derwent.devicesim.cohort;

import org.jspecify.annotations.NullMarked;
