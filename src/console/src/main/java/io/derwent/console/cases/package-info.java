/**
 * What people do with cases, and in which order they are shown; the same for the API, the stream and the pages. The folding
 * of alerts into cases is {@link io.derwent.store.Cases#apply}.
 */
@NullMarked
package io.derwent.console.cases;

import org.jspecify.annotations.NullMarked;
