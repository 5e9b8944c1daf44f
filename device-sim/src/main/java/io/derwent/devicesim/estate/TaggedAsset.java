package io.derwent.devicesim.estate;

/**
 * A piece of equipment as an estates department knows it, and the tag on it.
 *
 * @param id        asset id
 * @param name      what people call it
 * @param number    the owner's equipment number
 * @param key       its GS1 key with AI: {@code (8004)5055123HD00401}
 * @param epc       what a reader says of its tag: the EPC bank as upper-case hex
 * @param simulated whether the simulation moves it and its readers see it; the others are for trying by hand
 */
public record TaggedAsset(
        String tenant, String id, String name, String type, String number, String key, String epc, boolean simulated) {}
