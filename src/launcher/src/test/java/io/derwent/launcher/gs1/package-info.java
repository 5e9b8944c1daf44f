/** The small tools, as scripts and people use them; labels are drawn by OkapiBarcode, which is not what reads them. */
@NullMarked
package io.derwent.launcher.gs1;

import org.jspecify.annotations.NullMarked;
