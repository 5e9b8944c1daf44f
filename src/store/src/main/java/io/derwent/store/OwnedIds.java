package io.derwent.store;

import io.derwent.model.OwnedId;
import java.util.Collection;
import java.util.List;

/** Places or readers as a tenant writes them, as two columns for {@code unnest(?::text[], ?::text[])}. */
@SuppressWarnings("ArrayRecordComponent") // arguments of a statement; never compared
record OwnedIds(String[] tenants, String[] ids) {
    static OwnedIds read(Collection<String> texts, String tenant) {
        List<OwnedId> read =
                texts.stream().map(text -> OwnedId.read(text, tenant)).toList();
        return new OwnedIds(Sql.texts(read, OwnedId::tenant), Sql.texts(read, OwnedId::id));
    }
}
