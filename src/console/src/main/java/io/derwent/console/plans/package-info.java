/** What clinicians decide about a patient's care plan: checked, stored, and sent to the vitals job. */
@NullMarked
package io.derwent.console.plans;

import org.jspecify.annotations.NullMarked;
