package io.derwent.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a search of tenants or devices asks for. Fields are those of the document as it is given out, beside {@code /id};
 * {@code /enabled} is true where a document leaves it out.
 *
 * @param filters all of them must hold
 * @param sorts   the first counts most; after them comes the id
 */
public record Search(Page.Request page, List<Filter> filters, List<Sort> sorts) {
    public Search {
        filters = List.copyOf(filters);
        sorts = List.copyOf(sorts);
    }

    static Search everything(Page.Request page) {
        return new Search(page, List.of(), List.of());
    }

    /**
     * Runs it.
     *
     * @param rows       selects {@code id}, {@code document} and {@code etag} of all rows to search in
     * @param parameters of {@code rows}
     */
    Page run(Connection connection, String rows, Object... parameters) throws SQLException {
        StringBuilder matching = new StringBuilder("""
                from (select id, document, etag,
                             '{"enabled": true}' || document || jsonb_build_object('id', id) as searched
                      from (%s) given) shown
                where true""".formatted(rows));
        List<Object> bound = new ArrayList<>(Arrays.asList(parameters));
        for (Filter filter : filters) {
            matching.append(filter.condition());
            bound.addAll(filter.parameters());
        }
        long total = Rows.first(connection, "select count(*) " + matching, row -> row.getLong(1), bound.toArray())
                .orElse(0L);

        StringBuilder order = new StringBuilder(" order by ");
        for (Sort sort : sorts) {
            order.append(sort.key());
            bound.add(sort.parameter());
        }
        bound.add(page.size());
        bound.add(page.rowsToSkip());
        return new Page(
                total,
                Rows.all(
                        connection,
                        "select id, document, etag " + matching + order + "id limit ? offset ?",
                        row -> new Stored(row.getString(1), Json.stored(row.getString(2)), row.getString(3)),
                        bound.toArray()));
    }
}
