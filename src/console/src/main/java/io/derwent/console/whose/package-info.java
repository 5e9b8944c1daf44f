/**
 * What people say of single readings: {@link io.derwent.console.whose.WhoseDesk} for the API and the patient page, which sends
 * the device's history with it to the vitals job and the hubs.
 */
@NullMarked
package io.derwent.console.whose;

import org.jspecify.annotations.NullMarked;
