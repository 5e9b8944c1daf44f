package io.derwent.model;

import java.time.Instant;

/**
 * Why a patient's oxygen saturation is judged on NEWS2's scale 2: a clinician's recorded decision, never inferred (NEWS2 RCP
 * 2017).
 *
 * @param by     who decided it
 * @param at     when
 * @param reason why: confirmed hypercapnic respiratory failure with a prescribed target of 88 to 92 %
 */
public record Scale2Decision(String by, Instant at, String reason) {}
