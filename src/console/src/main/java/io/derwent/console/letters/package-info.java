/** Dead letters: shown with their reason, and sent again once the reason is gone. */
@NullMarked
package io.derwent.console.letters;

import org.jspecify.annotations.NullMarked;
