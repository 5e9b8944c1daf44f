package io.derwent.model;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A limit of one patient in place of the pathway's.
 *
 * @param rule      id of the rule
 * @param parameter the quantity whose limit moves
 * @param value     the new limit, in {@link Parameter#ucum()}; the comparison stays the rule's
 * @param owner     who decided it
 * @param reason    why
 * @param reviewOn  when it is to be looked at again
 */
public record PersonalThreshold(
        String rule, Parameter parameter, BigDecimal value, String owner, String reason, LocalDate reviewOn) {}
