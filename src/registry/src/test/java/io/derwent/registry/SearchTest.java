package io.derwent.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.derwent.store.Roles;
import io.derwent.store.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hono's {@code filterJson} and {@code sortJson} on a real PostgreSQL. */
class SearchTest {
    private static final String TENANT = "searched";

    private static HikariDataSource pool;
    private static Tenants tenants;
    private static Devices devices;

    @BeforeAll
    static void open() {
        TestDatabase postgres = TestDatabase.fresh();
        pool = RegistryDatabase.pool(postgres.url(), Roles.GATEWAY, Roles.GATEWAY, 2);
        RegistryDatabase database = new RegistryDatabase(pool);
        tenants = new Tenants(database);
        devices = new Devices(database);
        tenants.create(TENANT, TenantDocument.parse(bytes("{'alias':'a%c','ext':{'beds':12}}")));
        tenants.create("other", TenantDocument.parse(bytes("{'alias':'abc','enabled':false}")));
        create("a", "{'enabled':true, 'ext':{'room':'12a','shelf':2,'spare':false,'a/b':'x','m~n':'y'}}");
        create("b", "{'enabled':false,'ext':{'room':'12B','shelf':10.0}}");
        create("c", "{'via':['a','b'],'ext':{'room':'1%a','shelf':1}}");
        create("d", "{'via':'a','ext':{'room':'1_\\\\a'}}");
        devices.create("other", "a", DeviceDocument.parse(bytes("{'enabled':true}")));
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/enabled     | true    | a c d",
                "/enabled     | false   | b",
                "/enabled     | 'true'  | ''",
                "/id          | 'b'     | b",
                "/id          | '?'     | a b c d",
                "/ext/shelf   | 2       | a",
                "/ext/shelf   | 2.0     | a",
                "/ext/shelf   | 10      | b",
                "/ext/shelf   | '2'     | ''",
                "/ext/shelf   | '*'     | ''",
                "/ext/spare   | false   | a",
                "/ext/room    | '12a'   | a",
                "/ext/room    | '12?'   | a b",
                "/ext/room    | '1*a'   | a c d",
                "/ext/room    | '*'     | a b c d",
                "/ext/room    | '??a'   | a c",
                "/ext/room    | '1%*'   | c",
                "/ext/room    | '1_\\\\*' | d",
                "/ext/room    | '12A'   | ''",
                "/ext/room    | '2*'    | ''",
                "/ext/a~1b    | 'x'     | a",
                "/ext/m~0n    | 'y'     | a",
                "/ext/nothing | 'x'     | ''",
                "/via         | 'a'     | c d",
                "/via         | 'b'     | c",
                "/via         | '?'     | c d",
                "/via/1       | 'b'     | c",
                "/ext/room    | 'x\\' or \\'1\\'=\\'1' | ''",
                "/status/created | '20*Z' | a b c d",
            })
    void aFilterFinds(String field, String value, String ids) {
        String filter = "{\"field\":\"%s\",\"op\":\"eq\",\"value\":%s}"
                .formatted(
                        field, value.replace("\\'", "\u0001").replace('\'', '"').replace('\u0001', '\''));

        assertThat(found(List.of(filter), List.of())).isEqualTo(ids.equals("''") ? List.of() : List.of(ids.split(" ")));
    }

    @Test
    void everyFilterMustHold() {
        assertThat(found(
                        List.of(json("{'field':'/ext/room','value':'12*'}"), json("{'field':'/enabled','value':true}")),
                        List.of()))
                .containsExactly("a");
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource({
        "/ext/shelf, asc,  c a b d",
        "/ext/shelf, desc, b a c d",
        "/id,        desc, d c b a",
        "/enabled,   asc,  b a c d",
        "/status/created, desc, d c b a",
    })
    void aSortPutsInOrder(String field, String direction, String ids) {
        String sort = "{\"field\":\"%s\",\"direction\":\"%s\"}".formatted(field, direction);

        assertThat(found(List.of(), List.of(sort))).containsExactly(ids.split(" "));
    }

    @Test
    void theFirstSortCountsMostAndAscendingIsTheDefault() {
        assertThat(found(List.of(), List.of(json("{'field':'/enabled'}"), json("{'field':'/id','direction':'desc'}"))))
                .containsExactly("b", "d", "c", "a");
    }

    @Test
    void aPageCountsWhatMatches() {
        Search search = new Search(
                new Page.Request(1, 1),
                List.of(Filter.parse(json("{'field':'/ext/room','value':'12?'}"))),
                List.of(Sort.parse(json("{'field':'/id','direction':'desc'}"))));

        Page page = devices.search(TENANT, search, Optional.of(true));

        assertThat(page.total()).isEqualTo(2);
        assertThat(page.items()).extracting(Stored::id).containsExactly("a");
    }

    @Test
    void aDeviceFoundIsTheDeviceRead() {
        Page page = devices.search(TENANT, Search.everything(new Page.Request(1, 0)), Optional.empty());

        assertThat(page.items()).containsExactly(devices.read(TENANT, "a").orElseThrow());
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource({"/alias, 'a%c', searched", "/enabled, false, other", "/ext/beds, 12, searched", "/id, 'oth*', other"})
    void tenantsAreSearchedTheSameWay(String field, String value, String id) {
        String text = value.matches("true|false|[0-9]+") ? value : '"' + value + '"';
        Filter filter = Filter.parse("{\"field\":\"%s\",\"value\":%s}".formatted(field, text));

        Page page = tenants.search(new Search(new Page.Request(30, 0), List.of(filter), List.of()));

        assertThat(page.total()).isEqualTo(1);
        assertThat(page.items()).extracting(Stored::id).containsExactly(id);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "''                                             | filterJson is empty",
                "{'field':'/id'                                 | filterJson is not JSON",
                "['/id']                                        | filterJson must be a JSON object",
                "{'value':1}                                    | required member field is missing",
                "{'field':1,'value':1}                          | field must be a text",
                "{'field':'id','value':1}                       | field is \"id\", a JSON pointer",
                "{'field':'','value':1}                         | field is \"\", a JSON pointer",
                "{'field':'/a~2','value':1}                     | field is \"/a~2\", a JSON pointer",
                "{'field':'/id'}                                | value must be",
                "{'field':'/id','value':null}                   | value must be",
                "{'field':'/id','value':['a']}                  | value must be",
                "{'field':'/id','value':{}}                     | value must be",
                "{'field':'/id','op':'gt','value':1}            | op is \"gt\", eq is expected",
                "{'field':'/id','op':'eq','value':1,'case':'x'} | filterJson has a member \"case\"",
            })
    void aFilterThatIsNoneIsRefused(String filter, String reason) {
        assertThatThrownBy(() -> Filter.parse(filter.equals("''") ? "" : json(filter)))
                .isInstanceOf(RegistryRefusal.class)
                .hasMessageStartingWith(reason);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{                                    | sortJson is not JSON",
                "7                                    | sortJson must be a JSON object",
                "{'direction':'asc'}                  | required member field is missing",
                "{'field':'x'}                        | field is \"x\", a JSON pointer",
                "{'field':'/id','direction':'up'}     | direction is \"up\", asc or desc is expected",
                "{'field':'/id','order':'asc'}        | sortJson has a member \"order\"",
            })
    void aSortThatIsNoneIsRefused(String sort, String reason) {
        assertThatThrownBy(() -> Sort.parse(json(sort)))
                .isInstanceOf(RegistryRefusal.class)
                .hasMessageStartingWith(reason);
    }

    @ParameterizedTest
    @CsvSource({"'{\"field\":\"/id\",\"value\":\"\\u0000\"}'", "'{\"field\":\"/id\",\"value\":1E999999}'"})
    void aValueNoTableCouldHoldIsTheCallersMistake(String filter) {
        assertThatThrownBy(() -> found(List.of(filter), List.of())).isInstanceOf(RegistryRefusal.class);
    }

    private static List<String> found(List<String> filters, List<String> sorts) {
        Search search = new Search(
                new Page.Request(30, 0),
                filters.stream().map(Filter::parse).toList(),
                sorts.stream().map(Sort::parse).toList());
        return devices.search(TENANT, search, Optional.empty()).items().stream()
                .map(Stored::id)
                .toList();
    }

    private static void create(String id, String document) {
        devices.create(TENANT, id, DeviceDocument.parse(bytes(document)));
    }

    private static byte[] bytes(String document) {
        return json(document).getBytes(StandardCharsets.UTF_8);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
