/**
 * The pathways an organisation can choose from: those that come with the house, and its own in place of them or beside them
 * ({@link io.derwent.console.pathways.PathwayCatalogue}).
 */
@NullMarked
package io.derwent.console.pathways;

import org.jspecify.annotations.NullMarked;
