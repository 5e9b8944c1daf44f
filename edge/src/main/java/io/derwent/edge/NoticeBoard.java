package io.derwent.edge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the hub says at the moment; tells whoever listens of each change. For the hub's thread. */
final class NoticeBoard {
    private final Map<String, Notice> byId = new LinkedHashMap<>();
    private final List<Consumer<Change>> listeners = new ArrayList<>();

    /** A notice is new or says something else, or is over. */
    record Change(Notice notice, boolean over) {}

    /** Before anything is said; {@code listener} is called on the hub's thread. */
    void listen(Consumer<Change> listener) {
        listeners.add(listener);
    }

    /** What one patient's notices are from now on. */
    void show(String patient, Collection<Notice> notices) {
        List<Notice> gone = byId.values().stream()
                .filter(known -> known.patient().equals(patient))
                .filter(known ->
                        notices.stream().noneMatch(notice -> notice.id().equals(known.id())))
                .toList();
        gone.forEach(notice -> {
            byId.remove(notice.id());
            tell(notice, true);
        });
        for (Notice notice : notices) {
            if (!notice.equals(byId.put(notice.id(), notice))) {
                tell(notice, false);
            }
        }
    }

    private void tell(Notice notice, boolean over) {
        listeners.forEach(listener -> listener.accept(new Change(notice, over)));
    }

    /** Alerts before prompts, the newest first. */
    List<Notice> all() {
        return byId.values().stream()
                .sorted(Comparator.comparing(Notice::kind)
                        .thenComparing(Notice::saidAt)
                        .reversed())
                .toList();
    }
}
