/**
 * What stands in a barcode, in a GS1 Digital Link and on an RFID tag, read into GS1 keys.
 *
 * <p>{@link io.derwent.gs1.Gs1Reader} reads the three spellings (raw scan data, bracketed text, Digital Link) into one
 * {@link io.derwent.gs1.Gs1Message}: element strings, each an {@link io.derwent.gs1.Ai} and a value. What a message is
 * about is its {@link io.derwent.gs1.Gs1Key}: holding one means that it is valid, and its
 * {@link io.derwent.gs1.Gs1Key#text()} is the identity we store. URN and Digital Link are renderings. Tags are the concern
 * of {@link io.derwent.gs1.epc}.
 *
 * <p>JDK only, no clock, no input, no output. Facts stand in tables beside the classes ({@code ais.csv} and its
 * neighbours, {@code SOURCES.md}). The table knows every AI; those we read are listed in one place, {@code AiTable}.
 */
@NullMarked
package io.derwent.gs1;

import org.jspecify.annotations.NullMarked;
