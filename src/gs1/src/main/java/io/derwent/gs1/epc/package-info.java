/**
 * RFID tags: the bits of an EPC memory bank and GS1 keys (GS1 EPC Tag Data Standard, TDS).
 *
 * <p>{@link io.derwent.gs1.epc.Tag#read} takes what a reader sends, in hexadecimal, and never fails: a tag is an
 * {@link io.derwent.gs1.epc.Epc}, whose key is the identity, or an {@link io.derwent.gs1.epc.UnreadTag}, which keeps its
 * bytes and says why. {@link io.derwent.gs1.epc.Epc#of} goes the other way and refuses what would lose something.
 *
 * <p>A scheme is a {@link io.derwent.gs1.epc.KeyShape} (how a key falls into company prefix, reference and serial number)
 * and how each of these is written in bits; {@link io.derwent.gs1.epc.EpcScheme} lists those built. All schemes are known
 * by their headers ({@code epc_headers.csv}) and their partition tables ({@code partitions.csv}).
 */
@NullMarked
package io.derwent.gs1.epc;

import org.jspecify.annotations.NullMarked;
