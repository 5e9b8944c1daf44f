/**
 * Looking at the audit and keeping it whole: {@link io.derwent.console.audit.AuditSealer} seals what was written,
 * {@link io.derwent.console.audit.AuditDesk} answers who did what.
 */
@NullMarked
package io.derwent.console.audit;

import org.jspecify.annotations.NullMarked;
