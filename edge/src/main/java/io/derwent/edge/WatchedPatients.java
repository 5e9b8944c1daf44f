package io.derwent.edge;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is remembered of each patient: a change is on disk, and its notices are on the board. For the hub's thread. */
final class WatchedPatients {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedPatients.class);

    private final WatchFiles files;
    private final NoticeBoard board;
    private final Map<String, WatchedPatient> byId = new TreeMap<>();

    private WatchedPatients(WatchFiles files, NoticeBoard board) {
        this.files = files;
        this.board = board;
    }

    /** With what was remembered before. */
    static WatchedPatients open(WatchFiles files, NoticeBoard board) throws IOException {
        WatchedPatients patients = new WatchedPatients(files, board);
        for (String patient : files.patients()) {
            WatchedPatient remembered = files.patient(patient);
            patients.byId.put(patient, remembered);
            board.show(patient, remembered.notices());
        }
        return patients;
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    /** One never seen before is new here. */
    void change(String patient, UnaryOperator<WatchedPatient> change) {
        WatchedPatient before = byId.getOrDefault(patient, WatchedPatient.unknown());
        WatchedPatient after = change.apply(before);
        if (Objects.equals(before, after)) {
            return;
        }
        byId.put(patient, after);
        board.show(patient, after.notices());
        try {
            files.write(patient, after);
        } catch (IOException e) {
            LOG.error("what is known of a patient cannot be kept: {}", e.getMessage());
        }
    }

    void changeAll(UnaryOperator<WatchedPatient> change) {
        List.copyOf(byId.keySet()).forEach(patient -> change(patient, change));
    }

    void forget(Predicate<String> which) throws IOException {
        for (String patient : List.copyOf(byId.keySet())) {
            if (which.test(patient)) {
                byId.remove(patient);
                files.forget(patient);
                board.show(patient, List.of());
            }
        }
    }
}
