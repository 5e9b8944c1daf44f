package io.derwent.devicesim.estate;

import java.util.Arrays;
import java.util.List;

/** A table as it stands in a text block: a row a line, cells between bars. */
final class Table {
    private Table() {}

    static List<List<String>> rows(String text) {
        return text.lines()
                .map(line ->
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
                .toList();
    }
}
