package io.derwent.console.pathways;

import io.derwent.model.Pathway;
import io.derwent.model.Pathways;
import io.derwent.store.PathwayVersions;
import io.derwent.wire.PathwayDocument;
import io.derwent.wire.ShippedPathways;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest pathways of an organisation.
 *
 * @param pathways what its care plans can start from
 * @param own      those of them that are its own
 * @param files    the files of its own
 */
public record PathwayCatalogue(Pathways pathways, Pathways own, List<PathwayVersions.Stored> files) {
    public PathwayCatalogue {
        files = List.copyOf(files);
    }

    /** What this organisation can choose from now. */
    public static PathwayCatalogue of(Connection connection, String tenant) throws SQLException {
        List<PathwayVersions.Stored> files = PathwayVersions.newest(connection, tenant);
        List<Pathway> own = new ArrayList<>();
        for (PathwayVersions.Stored stored : files) {
            own.add(PathwayDocument.read(stored.code(), stored.document().getBytes(StandardCharsets.UTF_8))
                    .pathway()
                    .orElseThrow(
                            () -> new IllegalStateException("pathway %s of %s, version %d, was valid when it was stored"
                                    .formatted(stored.code(), tenant, stored.version()))));
        }
        return new PathwayCatalogue(ShippedPathways.all().with(own), new Pathways(own), files);
    }

    /**
     * The file of a pathway that is there.
     *
     * @throws IllegalArgumentException naming those there are, if this is none of them
     */
    public String file(String code) {
        return files.stream()
                .filter(stored -> stored.code().equals(code))
                .map(PathwayVersions.Stored::document)
                .findFirst()
                .orElseGet(() ->
                        new String(ShippedPathways.file(pathways.named(code).code()), StandardCharsets.UTF_8));
    }
}
