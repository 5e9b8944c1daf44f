package io.derwent.model;

/**
 * A place or a reader and whose it is. An organisation writes its own by their id alone and another's as {@code id@tenant}, as
 * devices log in: {@code 5055123000012.STORE/1@derby}. No id of a place or device and no tenant has an {@code @} in it.
 *
 * @param tenant whose it is
 * @param id     {@link Place#id()} or a device id, without the tenant
 */
public record OwnedId(String tenant, String id) {
    private static final char OF = '@';

    /** What {@code text} names in the words of this tenant. */
    public static OwnedId read(String text, String tenant) {
        int of = text.indexOf(OF);
        return of < 0 ? new OwnedId(tenant, text) : new OwnedId(text.substring(of + 1), text.substring(0, of));
    }

    /** How this tenant writes it. */
    public String in(String viewer) {
        return tenant.equals(viewer) ? id : id + OF + tenant;
    }
}
