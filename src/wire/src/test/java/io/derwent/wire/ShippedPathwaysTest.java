package io.derwent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.Pathway;
import io.derwent.model.Pathway.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedPathwaysTest {
    private static final Pattern CELL = Pattern.compile("\"([^\"]*)\"(?:,|$)|([^,]*)(?:,|$)");

    /** A row of the table of thresholds. */
    record Row(String id, Provenance provenance) {
        @Override
        public String toString() {
            return id;
        }
    }

    /** Something a pathway knows, as a rule or listed. */
    record Known(String id, Provenance provenance) {
        /** One row may need several rules ({@code HF-04a}), and a question beside its rule ({@code GL-04-ketones}). */
        boolean isOf(Row row) {
            return id.matches(Pattern.quote(row.id()) + "([a-z]|-[a-z-]+)?");
        }
    }

    static Stream<Row> rows() {
        try (InputStream in = ShippedPathwaysTest.class.getResourceAsStream("/clinical/thresholds.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .skip(1)
                            .map(ShippedPathwaysTest::cells)
                            .map(cells -> new Row(cells.get(0), new Provenance(cells.get(6), cells.get(7))))
                            .toList()
                            .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyRowOfTheTableIsARuleOrListedWithItsSource(Row row) {
        assertThat(known().filter(known -> known.isOf(row))).isNotEmpty().allSatisfy(known -> {
            assertThat(known.provenance().source()).isEqualTo(row.provenance().source());
            assertThat(known.provenance().verified())
                    .startsWith(row.provenance().verified());
        });
    }

    @Test
    void whatIsInNoRowIsAProposal() {
        List<Row> rows = rows().toList();

        assertThat(known().filter(known -> rows.stream().noneMatch(known::isOf)))
                .isNotEmpty()
                .allSatisfy(known -> assertThat(known.provenance().verified()).isEqualTo("proposal"));
    }

    @Test
    void pathwaysAreFoundByCode() {
        assertThat(ShippedPathways.all().all())
                .extracting(Pathway::code)
                .containsExactly(
                        "hypertension",
                        "oximetry",
                        "copd",
                        "heart-failure",
                        "diabetes",
                        "virtual-ward",
                        "care-home",
                        "wearable");
        assertThat(ShippedPathways.all().of("hypertension")).isPresent();
        assertThat(ShippedPathways.all().of("gardening")).isEmpty();
    }

    @Test
    void aRuleIsTheSameWhereverItStands() {
        List<Pathway> all = ShippedPathways.all().all();

        for (Pathway pathway : all) {
            for (Pathway.Entry entry : pathway.entries()) {
                if (!entry.rule().id().equals("DQ-01")) { // how long to wait depends on the risk
                    assertThat(ShippedPathways.all().entry(entry.rule().id())).contains(entry);
                }
            }
        }
    }

    private static Stream<Known> known() {
        return ShippedPathways.all().all().stream()
                .flatMap(pathway -> Stream.concat(
                        pathway.entries().stream()
                                .map(entry -> new Known(entry.rule().id(), entry.provenance())),
                        pathway.listed().stream().map(listed -> new Known(listed.id(), listed.provenance()))));
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        Matcher matcher = CELL.matcher(line);
        while (cells.size() < 8 && matcher.find()) {
            cells.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return cells;
    }
}
