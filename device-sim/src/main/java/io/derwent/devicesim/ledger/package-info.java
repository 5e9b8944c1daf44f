/**
 * The ledger: what was sent, what was acknowledged, what was refused, and what the scenario says must come of it. It is
 * the one witness that does not depend on the product; {@code sim verify} holds the product's store against it.
 */
@NullMarked
package io.derwent.devicesim.ledger;

import org.jspecify.annotations.NullMarked;
