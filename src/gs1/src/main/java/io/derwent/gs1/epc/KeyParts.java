package io.derwent.gs1.epc;

/**
 * A key as URNs and tags spell it: without check digit, cut at the end of the company prefix.
 *
 * @param prefix    6 to 12 digits
 * @param reference of the item, place or asset; digits of a fixed number but for a GIAI
 * @param serial    empty where the key has none
 */
record KeyParts(String prefix, String reference, String serial) {}
