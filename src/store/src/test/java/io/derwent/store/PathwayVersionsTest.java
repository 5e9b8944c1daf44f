package io.derwent.store;

import static io.derwent.store.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.store.PathwayVersions.Stored;
import io.derwent.store.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PathwayVersionsTest {
    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database console = postgres.open(Roles.CONSOLE);

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void theNewestOfEachIsInForceAndSaysWhatWasSent() {
        Stored gout = version("north", "gout", 1);
        Stored newer = version("north", "copd", 12);
        add("north", version("north", "copd", 3));
        add("north", newer);
        add("north", gout);

        assertThat(newest("north")).containsExactly(newer, gout);
    }

    @Test
    void aVersionIsStoredOnce() {
        Stored first = version("north", "gout", 1);

        assertThat(add("north", first)).isTrue();
        assertThat(add("north", new Stored("north", "gout", 1, "{\"other\":1}", "eve", NOON)))
                .isFalse();
        assertThat(newest("north")).containsExactly(first);
    }

    @Test
    void anOrganisationHasItsOwnAndCannotWriteAnothers() {
        add("north", version("north", "gout", 1));

        assertThat(newest("south")).isEmpty();
        assertThat(console.<List<Stored>>inTenant("south", c -> PathwayVersions.newest(c, "north")))
                .isEmpty();
        assertThatThrownBy(() -> add("south", version("north", "gout", 2))).hasMessageContaining("row-level security");
    }

    private boolean add(String tenant, Stored stored) {
        return console.inTenant(tenant, c -> PathwayVersions.add(c, stored));
    }

    private List<Stored> newest(String tenant) {
        return console.inTenant(tenant, c -> PathwayVersions.newest(c, tenant));
    }

    private static Stored version(String tenant, String code, int version) {
        return new Stored(tenant, code, version, "{ \"code\": \"%s\" }\n".formatted(code), "ann", NOON);
    }
}
