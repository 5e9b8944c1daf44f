package io.derwent.launcher.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.clinical.News2;
import io.derwent.launcher.lines.JsonLines;
import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Parameter;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code derwent news2}: the National Early Warning Score 2 of an observation set. */
@Command(
        name = "news2",
        description = {
            "Scores observation sets by NEWS2 (Royal College of Physicians, 2017).",
            "An incomplete set gets bounds, never a total;" + " under-16s and pregnancy are refused.",
            "A line, of which any member may be absent: {\"rr\":20,\"spo2\":95,\"spo2_scale\":1,\"air_or_oxygen\":\"air\","
                    + "\"sbp\":111,\"pulse\":78,\"acvpu\":\"A\",\"temp_c\":37.0,\"age\":70,\"pregnant\":false}. spo2_scale"
                    + " is 1 unless it is 2; an unknown member is an error, because a misspelt one would pass for missing.",
            "Its answer: status (complete, partial, refused), total, lower_bound, upper_bound, parts, any_single_3 (of the known"
                    + " parts), band, monitoring, missing, reason.",
            "A TEXT is such a line. Exits with 1 if one cannot be read."
        })
public final class News2Command extends ScoringCommand<News2Command.Scored> {
    private static final String SCALE = "spo2_scale";
    private static final String AGE = "age";
    private static final String PREGNANT = "pregnant";
    private static final BigDecimal OLDEST = BigDecimal.valueOf(130);
    private static final int NAME_WIDTH = 15;

    private static final List<Kind.Field> FIELDS = Kind.OBSERVATION_SET.fields();
    private static final List<String> NAMES = Stream.concat(
                    FIELDS.stream().map(Kind.Field::jsonName), Stream.of(SCALE, AGE, PREGNANT))
            .toList();

    /**
     * One set.
     *
     * @param unsuited why its person must not be scored; the result is kept to oneself unless empty
     */
    record Scored(List<News2.Unsuited> unsuited, News2.Result result) {
        String reason() {
            return unsuited.stream().map(News2.Unsuited::reason).collect(Collectors.joining("; "));
        }
    }

    @Override
    Scored answer(JsonNode line) {
        Members members = Members.of(line, NAMES);
        Map<Parameter, BigDecimal> quantities = new EnumMap<>(Parameter.class);
        Map<Finding, String> findings = new EnumMap<>(Finding.class);
        for (Kind.Field field : FIELDS) {
            if (field instanceof Kind.Field.Quantity quantity) {
                members.number(field.jsonName(), quantity.parameter())
                        .ifPresent(value -> quantities.put(quantity.parameter(), value));
            } else if (field instanceof Kind.Field.Word word) {
                members.word(field.jsonName(), word.finding().words())
                        .ifPresent(value -> findings.put(word.finding(), value));
            }
        }
        int scale = scale(members);
        return new Scored(unsuited(members), News2.score(quantities, findings, scale));
    }

    private static int scale(Members members) {
        BigDecimal scale = members.number(SCALE).orElse(BigDecimal.ONE);
        if (scale.compareTo(BigDecimal.ONE) != 0 && scale.compareTo(BigDecimal.valueOf(2)) != 0) {
            throw members.expected(SCALE, "1 or 2");
        }
        return scale.intValue();
    }

    private static List<News2.Unsuited> unsuited(Members members) {
        List<News2.Unsuited> unsuited = new ArrayList<>();
        Optional<BigDecimal> age = members.number(AGE);
        if (age.isPresent() && (age.get().signum() < 0 || age.get().compareTo(OLDEST) > 0)) {
            throw members.expected(AGE, "0 to %s years".formatted(OLDEST));
        }
        age.flatMap(News2.Unsuited::byAge).ifPresent(unsuited::add);
        members.flag(PREGNANT).filter(is -> is).ifPresent(is -> unsuited.add(News2.Unsuited.PREGNANT));
        return unsuited;
    }

    @Override
    ObjectNode json(Scored scored) {
        News2.Result result = scored.result;
        if (!scored.unsuited.isEmpty()) {
            ObjectNode json = JsonLines.object()
                    .put("status", "refused")
                    .putNull("total")
                    .putNull("lower_bound")
                    .putNull("upper_bound");
            json.putObject("parts");
            json.put("any_single_3", false)
                    .putNull("band")
                    .putNull("monitoring")
                    .putArray("missing");
            return json.put("reason", scored.reason());
        }
        boolean complete = result.isComplete();
        ObjectNode json = JsonLines.object()
                .put("status", complete ? "complete" : "partial")
                .put("total", complete ? (Integer) result.lowerBound() : null)
                .put("lower_bound", result.lowerBound())
                .put("upper_bound", result.upperBound());
        ObjectNode parts = json.putObject("parts");
        result.parts().forEach(parts::put);
        json.put("any_single_3", result.anySingleThree())
                .put("band", complete ? result.risk().band() : null)
                .put("monitoring", complete ? result.risk().monitoring() : null);
        ArrayNode missing = json.putArray("missing");
        result.missing().forEach(missing::add);
        return json.putNull("reason");
    }

    @Override
    void print(Scored scored, PrintWriter out) {
        if (!scored.unsuited.isEmpty()) {
            out.println(scored.reason());
            return;
        }
        News2.Result result = scored.result;
        FIELDS.stream().map(Kind.Field::jsonName).forEach(name -> print(name, points(name, result), out));
        if (result.isComplete()) {
            News2.Risk risk = result.risk();
            print("NEWS2", Integer.toString(result.lowerBound()), out);
            print("risk", risk.band(), out);
            print("monitoring", risk.monitoring(), out);
            print("response", risk.response(), out);
        } else {
            print("incomplete", "%d to %d are possible".formatted(result.lowerBound(), result.upperBound()), out);
        }
    }

    private static String points(String name, News2.Result result) {
        if (result.missing().contains(name)) {
            return "missing";
        }
        Integer points = result.parts().get(name);
        return points == null ? "depends on air or oxygen" : points.toString();
    }

    private static void print(String name, String value, PrintWriter out) {
        out.println(name + " ".repeat(NAME_WIDTH - name.length()) + value);
    }
}
